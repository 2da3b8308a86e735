package dev.modeldock.server.routes.hub;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.modeldock.access.Caller;
import dev.modeldock.hub.push.LargeObject;
import dev.modeldock.hub.push.LargeUploads;
import dev.modeldock.models.Model;
import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import dev.modeldock.server.http.Json;
import dev.modeldock.server.http.JsonBody;
import dev.modeldock.server.http.Shown;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The batch call of Git LFS: where large files are sent to and fetched from. Beside the usual {@code basic} there is
 * {@code multipart}, as hubs have it: a link for each part, and one to say that all are there.
 */
final class LfsBatchRoutes {
    private static final String LFS_JSON = "application/vnd.git-lfs+json";
    private static final String BASIC = "basic";
    private static final String MULTIPART = "multipart";
    private static final int MOST_OBJECTS = 1_000;

    private final Asked asked;
    private final LfsLinks links;

    LfsBatchRoutes(Asked asked, LfsLinks links) {
        this.asked = asked;
        this.links = links;
    }

    void register(RoutesConfig routes) {
        for (String path : Asked.below("", ".git/info/lfs/objects/batch")) {
            routes.post(path, asked.stored(this::batch));
        }
    }

    private void batch(Context ctx, Model model, Caller caller) throws IOException {
        JsonBody body = JsonBody.of(ctx);
        String operation = body.text("operation");
        if (!Set.of("", "sha256", "sha_256")
                .contains(body.optionalText("hash_algo").orElse(""))) {
            throw new DockException(
                    Problem.CONFLICT, "Large files are known by their sha256 here, and by no other hash_algo.");
        }
        List<JsonNode> objects = objects(body);
        ObjectNode view = switch (operation) {
            case "upload" -> {
                asked.requireOwner(model, caller);
                yield upload(links.giving(ctx, caller), model, new Wanted(objects, offersParts(body)));
            }
            case "download" -> {
                ResolveRoutes.gate(model, caller);
                yield download(links.giving(ctx, caller), model, objects);
            }
            default ->
                throw new DockException(
                        Problem.VALIDATION_ERROR,
                        "The operation is \"" + Shown.text(operation) + "\"; expected is upload or download.");
        };
        ctx.contentType(LFS_JSON).result(Json.text(view));
    }

    private record Wanted(List<JsonNode> objects, boolean inParts) {}

    private static boolean offersParts(JsonBody body) {
        for (JsonNode transfer : body.object().path("transfers")) {
            if (transfer.asText().equals(MULTIPART)) {
                return true;
            }
        }
        return false;
    }

    private static List<JsonNode> objects(JsonBody body) {
        List<JsonNode> objects = new ArrayList<>();
        body.object().path("objects").forEach(objects::add);
        if (objects.size() > MOST_OBJECTS) {
            throw new DockException(
                    Problem.TOO_LARGE,
                    objects.size() + " objects are asked for; expected are " + MOST_OBJECTS + " at most.");
        }
        for (JsonNode object : objects) {
            boolean isGood = object.path("oid").asText().matches("[0-9a-f]{64}")
                    && object.path("size").isIntegralNumber()
                    && object.path("size").canConvertToLong()
                    && object.path("size").asLong() >= 0;
            if (!isGood) {
                throw new DockException(
                        Problem.VALIDATION_ERROR,
                        "The object " + Shown.text(object.toString())
                                + " has no \"oid\" of 64 hexadecimal digits and \"size\" in bytes.");
            }
        }
        return objects;
    }

    private ObjectNode upload(LfsLinks.Giving giving, Model model, Wanted wanted) {
        String user = giving.caller().user();
        List<String> hashes = wanted.objects().stream()
                .map(object -> object.path("oid").asText())
                .toList();
        LargeUploads uploads = asked.dock().pushes().uploads();
        Set<String> open = uploads.open(model, user, hashes);
        ObjectNode view = HubViews.object().put("transfer", BASIC);
        ArrayNode answers = view.putArray("objects");
        for (JsonNode each : wanted.objects()) {
            LargeObject object = new LargeObject(
                    user, each.path("oid").asText(), each.path("size").asLong());
            ObjectNode answer = answer(answers, object.sha256(), object.size());
            if (open.contains(object.sha256())) {
                if (!uploads.hasSize(object.sha256(), object.size())) {
                    error(answer, 422, "The file with this SHA-256 has another size.");
                }
            } else {
                boolean inParts = wanted.inParts() && object.isParted();
                actions(giving, answer, object, inParts);
                if (inParts) {
                    view.put("transfer", MULTIPART);
                }
            }
        }
        return view;
    }

    private static ObjectNode answer(ArrayNode answers, String sha256, long size) {
        return answers.addObject().put("oid", sha256).put("size", size).put("authenticated", true);
    }

    private void actions(LfsLinks.Giving giving, ObjectNode answer, LargeObject object, boolean inParts) {
        try {
            asked.dock().pushes().uploads().require(object);
            if (inParts) {
                asked.dock().pushes().parted().requirePlace(object);
            }
        } catch (DockException e) {
            error(answer, code(e.problem()), e.getMessage());
            return;
        }
        ObjectNode actions = answer.putObject("actions");
        ObjectNode upload = actions.putObject("upload");
        if (inParts) {
            upload.put("href", giving.upload(object, LfsObjectRoutes.completing()));
            ObjectNode header = upload.putObject("header");
            header.put("chunk_size", Long.toString(object.partSize()));
            for (int part = 1; part <= object.parts(); part++) {
                header.put(Integer.toString(part), giving.upload(object, LfsObjectRoutes.part(part)));
            }
        } else {
            upload.put("href", giving.upload(object, ""));
        }
        upload.put("expires_in", LfsLinks.seconds());
        actions.putObject("verify")
                .put("href", giving.upload(object, LfsObjectRoutes.verifying()))
                .put("expires_in", LfsLinks.seconds());
    }

    private static int code(Problem problem) {
        return switch (problem) {
            case INSUFFICIENT_STORAGE -> 507;
            case RATE_LIMITED -> 429;
            default -> 413;
        };
    }

    private static void error(ObjectNode answer, int code, String message) {
        answer.putObject("error").put("code", code).put("message", message);
    }

    private ObjectNode download(LfsLinks.Giving giving, Model model, List<JsonNode> objects) {
        List<String> hashes =
                objects.stream().map(object -> object.path("oid").asText()).toList();
        Set<String> here = Set.copyOf(asked.dock().models().pushed().contentsOf(model, hashes));
        ObjectNode view = HubViews.object().put("transfer", BASIC);
        ArrayNode answers = view.putArray("objects");
        for (JsonNode object : objects) {
            String sha256 = object.path("oid").asText();
            long size = object.path("size").asLong();
            ObjectNode answer = answer(answers, sha256, size);
            if (here.contains(sha256) && asked.dock().pushes().uploads().hasSize(sha256, size)) {
                answer.putObject("actions")
                        .putObject("download")
                        .put("href", giving.download(sha256, size))
                        .put("expires_in", LfsLinks.seconds());
            } else {
                error(answer, 404, "The model has no such file.");
            }
        }
        return view;
    }
}
