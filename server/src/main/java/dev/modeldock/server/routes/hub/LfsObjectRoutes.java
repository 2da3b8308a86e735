package dev.modeldock.server.routes.hub;

import com.fasterxml.jackson.databind.JsonNode;
import dev.modeldock.Dock;
import dev.modeldock.hub.push.LargeObject;
import dev.modeldock.models.VersionFile;
import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import dev.modeldock.server.http.FileContent;
import dev.modeldock.server.http.FileResponse;
import dev.modeldock.server.http.JsonBody;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/** Large files at their signed links: sent whole or in parts, verified, and fetched. */
final class LfsObjectRoutes {
    private static final String OBJECT = LfsLinks.UPLOADS + "{user}/{sha256}/{size}";
    private static final String VERIFY = "/verify";
    private static final String COMPLETE = "/complete";
    private static final String PARTS = "/parts/";

    private final Dock dock;
    private final LfsLinks links;

    LfsObjectRoutes(Dock dock, LfsLinks links) {
        this.dock = dock;
        this.links = links;
    }

    void register(RoutesConfig routes) {
        routes.put(OBJECT, this::receive);
        routes.post(OBJECT + VERIFY, this::verify);
        routes.put(OBJECT + PARTS + "{part}", this::receivePart);
        routes.post(OBJECT + COMPLETE, this::complete);
        routes.get(LfsLinks.DOWNLOADS + "{sha256}/{size}", this::send);
    }

    static String part(int number) {
        return PARTS + number;
    }

    static String verifying() {
        return VERIFY;
    }

    static String completing() {
        return COMPLETE;
    }

    private void receive(Context ctx) throws IOException, InterruptedException {
        LargeObject object = links.verified(ctx, "");
        dock.pushes().uploads().receive(object, ctx.req().getInputStream());
        ctx.header("ETag", quoted(object.sha256()));
    }

    private void receivePart(Context ctx) throws IOException {
        String part = ctx.pathParam("part");
        LargeObject object = links.verified(ctx, PARTS + part);
        String etag = dock.pushes()
                .parted()
                .receive(object, Integer.parseInt(part), ctx.req().getInputStream());
        ctx.header("ETag", quoted(etag));
    }

    private static String quoted(String etag) {
        return "\"" + etag + "\"";
    }

    private void complete(Context ctx) throws IOException, InterruptedException {
        LargeObject object = links.verified(ctx, COMPLETE);
        Map<Integer, String> etags = new HashMap<>();
        for (JsonNode part : JsonBody.of(ctx).object().path("parts")) {
            etags.put(
                    part.path("partNumber").asInt(), part.path("etag").asText().replace("\"", ""));
        }
        dock.pushes().parted().complete(object, etags);
        ctx.json(HubViews.object().put("success", true));
    }

    private void verify(Context ctx) throws IOException {
        LargeObject object = links.verified(ctx, VERIFY);
        JsonBody body = JsonBody.of(ctx);
        boolean isSame = body.text("oid").equals(object.sha256()) && body.wholeNumber("size") == object.size();
        if (!isSame || !dock.pushes().uploads().has(object)) {
            throw new DockException(
                    Problem.NOT_FOUND,
                    "There is no large file " + object.sha256() + " of " + object.size()
                            + " bytes here. Send it again.");
        }
        ctx.json(HubViews.object());
    }

    private void send(Context ctx) throws IOException {
        String sha256 = ctx.pathParam("sha256");
        String size = ctx.pathParam("size");
        links.verify(ctx, LfsLinks.DOWNLOADS + sha256 + "/" + size);
        VersionFile file = new VersionFile(sha256, sha256, Long.parseLong(size), 0);
        FileResponse.send(
                ctx,
                new FileContent(
                        file.size(),
                        sha256,
                        null,
                        "application/octet-stream",
                        null,
                        (from, to, out) -> dock.models().copy(file, from, to, out)));
    }
}
