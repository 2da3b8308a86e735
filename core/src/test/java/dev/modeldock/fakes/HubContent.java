package dev.modeldock.fakes;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The ways to a file's bytes: resolve, the cache of small files, and the CDN. */
final class HubContent {
    private final FakeHub hub;

    HubContent(FakeHub hub) {
        this.hub = hub;
    }

    /** {@code /{id}/resolve/{revision}/{path}}: a relative redirect for what git holds, an absolute one for LFS. */
    void resolve(Call call, FakeModel model, Named named) throws IOException {
        Optional<ModelCommit> commit = model.revision(named.at(0));
        if (commit.isEmpty()) {
            HubError.REVISION_MISSING.send(call);
            return;
        }
        call.header("X-Repo-Commit", commit.get().id());
        FakeFile file = commit.get().files().get(named.rest(1));
        if (refused(call, model)) {
            return;
        }
        if (file == null) {
            HubError.ENTRY_MISSING.send(call);
            return;
        }
        String rest = "/" + model.id() + "/" + commit.get().id() + "/" + encode(named.rest(1));
        if (file.lfs()) {
            call.header("X-Linked-ETag", '"' + file.content().sha256() + '"');
            call.header("X-Linked-Size", Long.toString(file.content().size()));
            call.redirect(302, hub.cdn() + rest + "?Expires=3600&Signature=" + hub.newSignature());
        } else {
            String etag = file.content().gitSha1();
            call.header("ETag", '"' + etag + '"');
            call.redirect(307, "/api/resolve-cache/models" + rest + "?etag=%22" + etag + "%22");
        }
    }

    /** {@code /api/resolve-cache/models/{id}/{commit}/{path}}: what git holds. */
    void cached(Call call, FakeModel model, Named named) throws IOException {
        Optional<FakeFile> file =
                model.revision(named.verb()).map(commit -> commit.files().get(named.rest(0)));
        if (file.isEmpty()) {
            HubError.ENTRY_MISSING.send(call);
        } else if (!refused(call, model)) {
            call.header("X-Repo-Commit", named.verb());
            Content content = file.get().inGit();
            new FileAnswer(content, content.gitSha1()).send(call);
        }
    }

    /** The CDN: {@code /{id}/{commit}/{path}?Signature=}; what LFS holds. Knows nothing of tokens and refuses them. */
    void cdn(Call call) throws IOException {
        List<String> path = call.segments();
        call.file(path.size() < 4 ? "" : String.join("/", path.subList(3, path.size())));
        if (call.requestHeader("Authorization").isPresent()) {
            refuse(call, 400, "InvalidArgument", "Only one auth mechanism allowed");
        } else if (!call.query("Signature").filter(hub::signatureHolds).isPresent()) {
            refuse(call, 403, "AccessDenied", "Request has expired");
        } else if (!call.struckBy(hub.bodyFaults())) {
            Optional<FakeFile> file = hub.find(path.get(0) + "/" + path.get(1))
                    .flatMap(model -> model.revision(path.get(2)))
                    .map(commit -> commit.files().get(call.file()));
            if (file.isEmpty()) {
                refuse(call, 404, "NoSuchKey", "The specified key does not exist.");
            } else {
                Content content = file.get().content();
                // Its own tag: strong, stable, and not the hash that the hub tells.
                String etag = Content.of("cdn " + content.sha256()).gitSha1().substring(0, 32);
                new FileAnswer(content, etag).send(call);
            }
        }
    }

    private boolean refused(Call call, FakeModel model) throws IOException {
        String token = HubRoutes.token(call);
        if (model.filesFor(token)) {
            return false;
        }
        (token.isEmpty() ? HubError.GATED_ANONYMOUS : HubError.GATED).send(call);
        return true;
    }

    private static void refuse(Call call, int status, String code, String message) throws IOException {
        String xml = "<Error><Code>" + code + "</Code><Message>" + message + "</Message></Error>";
        call.whole(status, "application/xml", Content.of(xml));
    }

    private static String encode(String path) {
        return Arrays.stream(path.split("/", -1))
                .map(name -> URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20"))
                .collect(Collectors.joining("/"));
    }
}
