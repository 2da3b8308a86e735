package dev.modeldock.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.modeldock.server.config.Config;
import dev.modeldock.server.config.ConfigReader;
import dev.modeldock.server.config.Given;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The routes of a running server against {@code /openapi.json}: each is described, and nothing else is. */
class DescribedRoutesTest {
    /** The page and the files that it is made of are no API. */
    private static final Set<String> NOT_DESCRIBED = Set.of("GET /", "GET /assets/{}");

    private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE");

    @TempDir
    Path data;

    @Test
    void everyRouteIsDescribedAndEveryDescriptionIsARoute() throws Exception {
        Map<String, String> given = Map.of("data", data.toString(), "port", "0");
        Config config = new ConfigReader(new Given(given, List.of(), Map.of())).read(plugins -> List.of());
        try (DockServer server = DockServer.start(config)) {
            Set<String> routes = new TreeSet<>();
            server.routes().stream()
                    .map(DescribedRoutesTest::shape)
                    .filter(DescribedRoutesTest::counts)
                    .forEach(routes::add);
            Set<String> described = described(server);
            assertTrue(routes.size() > 150, () -> "only " + routes.size() + " routes were found");
            Set<String> lacking = new TreeSet<>(routes);
            lacking.removeAll(described);
            assertEquals(Set.of(), lacking, "registered, but not in the description (resources/…/server/openapi)");
            // Every GET is answered to HEAD too, without a route of its own.
            described.removeIf(each -> each.startsWith("HEAD ") && routes.contains(each.replace("HEAD ", "GET ")));
            described.removeAll(routes);
            assertEquals(Set.of(), described, "described, but no route");
        }
    }

    private static boolean counts(String route) {
        return METHODS.contains(route.substring(0, route.indexOf(' '))) && !NOT_DESCRIBED.contains(route);
    }

    /** What the parameters are called, and how many segments one takes, counts for nothing. */
    private static String shape(String route) {
        return route.replaceAll("[{<][^}>]+[}>]", "{}");
    }

    private static Set<String> described(DockServer server) throws Exception {
        HttpRequest ask = HttpRequest.newBuilder(server.address().resolve("/openapi.json"))
                .build();
        JsonNode document = new ObjectMapper()
                .readTree(HttpClient.newHttpClient()
                        .send(ask, BodyHandlers.ofString())
                        .body());
        Set<String> described = new TreeSet<>();
        document.path("paths")
                .properties()
                .forEach(path -> path.getValue()
                        .fieldNames()
                        .forEachRemaining(method ->
                                described.add(method.toUpperCase(java.util.Locale.ROOT) + " " + shape(path.getKey()))));
        return described;
    }
}
