package dev.modeldock.server.routes.hub;

import dev.modeldock.access.Caller;
import dev.modeldock.hub.HubEntry;
import dev.modeldock.hub.IncomingBytes;
import dev.modeldock.hub.LargeFiles;
import dev.modeldock.models.Gate;
import dev.modeldock.models.Model;
import dev.modeldock.models.Models;
import dev.modeldock.models.Version;
import dev.modeldock.models.VersionFile;
import dev.modeldock.problems.DockException;
import dev.modeldock.server.http.Exchange;
import dev.modeldock.server.http.FileContent;
import dev.modeldock.server.http.FileResponse;
import dev.modeldock.server.http.KnownAnswers;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The bytes of files: {@code resolve} gives the content, straight and with all that clients need to know in the headers;
 * {@code raw} gives what git has, of a large file its pointer.
 */
final class ResolveRoutes {
    private static final String BYTES = "application/octet-stream";
    private static final String TEXT = "text/plain; charset=utf-8";

    private final Asked asked;

    ResolveRoutes(Asked asked) {
        this.asked = asked;
    }

    void register(RoutesConfig routes) {
        Asked.below("", "/resolve/{revision}/<path>")
                .forEach(
                        path -> routes.get(path, asked.model((ctx, model, caller) -> send(ctx, model, caller, false))));
        Asked.below("", "/raw/{revision}/<path>")
                .forEach(path -> routes.get(path, asked.model((ctx, model, caller) -> send(ctx, model, caller, true))));
    }

    private void send(Context ctx, Model model, Caller caller, boolean raw) throws IOException {
        Version version = asked.version(ctx, model, ctx.pathParam("revision"));
        ctx.header("X-Repo-Commit", version.commit());
        gate(model, caller);
        Exchange.handsOut(ctx, model.source());
        String path = ctx.pathParam("path");
        Optional<HubEntry.File> found = asked.dock().hub().files().file(version, path);
        HubEntry.File planned = found.orElseThrow(() -> HubRefusals.noEntry(version, path));
        HubEntry.File file = IncomingBytes.isComing(version)
                ? asked.dock().hub().incoming().settled(version, planned, Asked.until(ctx))
                : planned;
        if (raw && file.isLarge()) {
            pointer(ctx, file);
        } else {
            content(ctx, version, file);
        }
    }

    /** Refuse the bytes of a gated model in the words by which clients know that. */
    static void gate(Model model, Caller caller) {
        try {
            Gate.requireBytes(model, caller);
        } catch (DockException gate) {
            throw HubRefusals.gated(gate);
        }
    }

    private void content(Context ctx, Version version, HubEntry.File file) throws IOException {
        if (file.isLarge()) {
            ctx.header("X-Linked-Size", Long.toString(file.size()));
            ctx.header("X-Linked-ETag", "\"" + file.sha256() + "\"");
        }
        if (file.size() == 0 && ctx.header("Range") != null) {
            // No part of nothing can be had, and a client that probes with one byte takes 416 for a failure.
            ctx.status(200).header("ETag", "\"" + file.etag() + "\"").header("Content-Range", "bytes */0");
            ctx.contentType(BYTES);
            return;
        }
        boolean attach = "true".equals(ctx.queryParam("download"));
        FileResponse.send(
                ctx,
                new FileContent(
                        file.size(),
                        file.etag(),
                        null,
                        file.isLarge() ? BYTES : type(file.path()),
                        attach ? file.path().substring(file.path().lastIndexOf('/') + 1) : null,
                        ctx.header("Range") == null
                                || !asked.dock().hub().incoming().isDoubtful(version, file.path()),
                        bytes(version, file)));
        if (!IncomingBytes.isComing(version)) {
            KnownAnswers.offer(ctx);
        }
    }

    /** Out of the store, or while they come. */
    private FileContent.Writer bytes(Version version, HubEntry.File file) {
        if (IncomingBytes.isComing(version)) {
            IncomingBytes incoming = asked.dock().hub().incoming();
            return (from, to, out) -> incoming.copy(version, file, from, to, out);
        }
        Models models = asked.dock().models();
        VersionFile stored = new VersionFile(file.path(), file.sha256(), file.size(), 0);
        return (from, to, out) -> models.copy(stored, from, to, out);
    }

    /** Never a type that a browser would run as this server's own page. */
    private static String type(String path) {
        return path.endsWith(".json") ? "application/json" : TEXT;
    }

    private static void pointer(Context ctx, HubEntry.File file) throws IOException {
        byte[] pointer = LargeFiles.pointer(file.sha256(), file.size()).getBytes(StandardCharsets.US_ASCII);
        FileResponse.send(
                ctx,
                new FileContent(
                        pointer.length,
                        file.oid(),
                        null,
                        TEXT,
                        null,
                        (from, to, out) -> out.write(pointer, (int) from, (int) (to - from))));
    }
}
