package dev.modeldock.server.cli.push;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.modeldock.server.cli.command.Call;
import dev.modeldock.server.cli.command.CommandFailure;
import dev.modeldock.server.cli.command.ExitCode;
import dev.modeldock.server.cli.jobs.Follower;
import dev.modeldock.server.cli.jobs.TaskView;
import dev.modeldock.server.cli.remote.Json;
import dev.modeldock.server.cli.remote.Paths;
import dev.modeldock.server.cli.remote.RemoteDock;
import dev.modeldock.server.cli.terminal.CacheDirectory;
import dev.modeldock.server.cli.terminal.Progress;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One push from its first chunk, or from where the same one stopped before, to the model that is here. */
final class Push {
    private static final String SESSIONS = "/api/public/files/session/";

    private final Call call;
    private final RemoteDock dock;
    private final Parcel parcel;
    private final long chunkBytes;
    private final PushNotes notes;

    Push(Call call, RemoteDock dock, Parcel parcel, long chunkBytes) {
        this.call = call;
        this.dock = dock;
        this.parcel = parcel;
        this.chunkBytes = chunkBytes;
        this.notes = new PushNotes(
                CacheDirectory.of(call.environment()),
                List.of(
                        dock.address().toString(),
                        parcel.mark(),
                        call.text("--name").orElse(""),
                        call.has("--adapter") + " " + call.has("--allow-unsafe")));
    }

    /** A session of the dock, and how far it is. */
    private record Open(PushNotes.Session session, JsonNode status) {}

    ExitCode run() throws IOException, InterruptedException {
        PushName name = PushName.of(dock, call.text("--name"), parcel.name());
        Optional<Open> before = call.has("--anew") ? Optional.empty() : before();
        Open open = before.isPresent() ? before.get() : start(name);
        String job = open.status().path("dockStatusId").asText();
        if (job.isEmpty()) {
            send(open);
            job = dock.send("POST", path(open.session()) + "/complete", null)
                    .path("_id")
                    .asText();
        }
        ObjectNode end = new Follower(call, dock).untilItEnds(view(job));
        notes.forget();
        return finish(view(job), end, name);
    }

    private TaskView view(String job) {
        return new TaskView(
                call, job.replaceFirst("^ds-", ""), call.text("--name").orElse(parcel.name()));
    }

    private ExitCode finish(TaskView view, ObjectNode end, PushName name) throws InterruptedException {
        if (view.isDone(end) && name.rename().isPresent()) {
            String id = end.path("models")
                    .path(0)
                    .path("id")
                    .asText(end.path("model_id").asText());
            JsonNode renamed = name.give(dock, id);
            end.set("model_tag", renamed.path("name"));
            end.withArray("/models").forEach(model -> ((ObjectNode) model).set("name", renamed.path("name")));
        }
        if (call.json()) {
            call.screen().line(end.toString());
        }
        return view.end(end);
    }

    private static String path(PushNotes.Session session) {
        return SESSIONS + Paths.escaped(session.id());
    }

    /** The session of the same push that was broken off, if the dock has it still. */
    private Optional<Open> before() throws InterruptedException {
        Optional<PushNotes.Session> noted = notes.find();
        if (noted.isEmpty()) {
            return Optional.empty();
        }
        Optional<JsonNode> status = dock.find(path(noted.get()));
        boolean goesOn = status.filter(now -> now.path("fileSize").asLong() == parcel.length()
                        && now.path("status").asText().matches("OPEN|COMPLETED"))
                .isPresent();
        if (!goesOn) {
            return Optional.empty();
        }
        call.screen()
                .hint(parcel.name() + ": " + status.get().path("receivedChunks").size() + " of "
                        + status.get().path("totalChunks").asInt() + " chunks are there already.");
        return Optional.of(new Open(noted.get(), status.get()));
    }

    private Open start(PushName name) throws IOException, InterruptedException {
        ObjectNode wish = Json.object()
                .put("fileContext", "model")
                .put("fileName", name.file() + "." + parcel.extension())
                .put("fileExtension", parcel.extension())
                .put("fileSize", parcel.length())
                .put("totalChunks", (parcel.length() + chunkBytes - 1) / chunkBytes)
                .put("isAdapter", call.has("--adapter"))
                .put("allow_unsafe", call.has("--allow-unsafe"));
        JsonNode announced = dock.send("POST", SESSIONS + "start", wish);
        PushNotes.Session session =
                new PushNotes.Session(announced.path("sessionId").asText(), chunkBytes);
        notes.keep(session);
        return new Open(session, dock.get(path(session)));
    }

    private void send(Open open) throws IOException, InterruptedException {
        List<Integer> missing = new ArrayList<>();
        open.status().path("missingChunks").forEach(number -> missing.add(number.asInt()));
        try (Progress progress = new Progress(call.screen(), parcel.name())) {
            new ChunkSender(dock, open.session(), parcel, progress)
                    .send(missing, open.status().path("receivedBytes").asLong());
        } catch (CommandFailure no) {
            if (no.code() == ExitCode.NOT_FOUND) {
                notes.forget();
            }
            throw no;
        }
    }
}
