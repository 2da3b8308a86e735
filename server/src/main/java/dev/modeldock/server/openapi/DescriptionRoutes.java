package dev.modeldock.server.openapi;

import dev.modeldock.plugins.SourceInfo;
import dev.modeldock.server.http.Addresses;
import dev.modeldock.server.http.FileContent;
import dev.modeldock.server.http.FileResponse;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;

/** {@code /openapi.json} and {@code /openapi.yaml}: the description of the API, for everybody. */
public final class DescriptionRoutes {
    /** Where the description is, without the ending. */
    public static final String PATH = "/openapi";

    private final Collection<SourceInfo> sources;
    private final Addresses addresses;
    /** Put together when it is first asked for, which few servers ever are. */
    private Description description;

    private final Map<DescriptionText.Form, DescriptionText> texts = new EnumMap<>(DescriptionText.Form.class);

    public DescriptionRoutes(Collection<SourceInfo> sources, Addresses addresses) {
        this.sources = sources;
        this.addresses = addresses;
    }

    public void register(RoutesConfig routes) {
        routes.get(PATH + ".json", ctx -> send(ctx, DescriptionText.Form.JSON));
        routes.get(PATH + ".yaml", ctx -> send(ctx, DescriptionText.Form.YAML));
    }

    private void send(Context ctx, DescriptionText.Form form) throws IOException {
        DescriptionText text = text(addresses.absolute(ctx, ""), form);
        byte[] bytes = text.bytes();
        ctx.header("Cache-Control", "no-cache");
        FileResponse.send(
                ctx,
                new FileContent(
                        bytes.length,
                        text.etag(),
                        null,
                        form.mediaType(),
                        null,
                        (from, to, out) -> out.write(bytes, (int) from, (int) (to - from))));
    }

    /** As it was sent last, if that was to somebody who knows the server by the same address. */
    private synchronized DescriptionText text(String server, DescriptionText.Form form) {
        if (description == null) {
            description = Description.of(sources);
        }
        DescriptionText last = texts.get(form);
        if (last == null || !last.server().equals(server)) {
            last = DescriptionText.of(description, server, form);
            texts.put(form, last);
        }
        return last;
    }
}
