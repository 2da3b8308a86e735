package dev.modeldock.server.routes.hub;

import dev.modeldock.Dock;
import dev.modeldock.access.Caller;
import dev.modeldock.server.http.Addresses;
import dev.modeldock.server.http.ApiFamily;
import dev.modeldock.server.http.Guard;
import io.javalin.config.RoutesConfig;
import java.time.Clock;
import java.util.regex.Pattern;

/** All routes for clients of Hugging Face. */
public final class HubRoutes {
    private static final Pattern PATHS_INFO = Pattern.compile("/api/models/[^/]+(?:/[^/]+)?/paths-info/.+");

    private final Dock dock;
    private final Guard<Caller> guard;
    private final Addresses addresses;
    private final Clock clock;

    public HubRoutes(Dock dock, Guard<Caller> guard, Addresses addresses, Clock clock) {
        this.clock = clock;
        this.dock = dock;
        this.guard = guard;
        this.addresses = addresses;
    }

    /** Whether a request only reads; such clients send their token for the real hub to every server. */
    public static boolean isReading(String method, String path) {
        return ApiFamily.of(path) == ApiFamily.HUB
                && (method.equals("GET")
                        || method.equals("HEAD")
                        || method.equals("POST") && PATHS_INFO.matcher(path).matches());
    }

    public void register(RoutesConfig routes) {
        Asked asked = new Asked(dock, guard);
        ModelInfoRoutes info = new ModelInfoRoutes(asked, addresses);
        info.register(routes);
        new TreeRoutes(asked, addresses).register(routes);
        new RevisionRoutes(asked, addresses).register(routes);
        new ResolveRoutes(asked).register(routes);
        new WhoAmIRoutes(asked, addresses).register(routes);
        new LlamaRoutes(asked).register(routes);
        LfsLinks links = new LfsLinks(addresses, dock.access().signer(), dock.keys(), clock);
        new RepositoryRoutes(asked, addresses).register(routes);
        new PreuploadRoutes(asked).register(routes);
        new LfsBatchRoutes(asked, links).register(routes);
        new LfsObjectRoutes(dock, links).register(routes);
        new CommitRoutes(asked, addresses).register(routes);
        new RefRoutes(asked).register(routes);
        info.registerModels(routes);
    }
}
