package dev.modeldock.server.cli.push;

import com.fasterxml.jackson.databind.JsonNode;
import dev.modeldock.server.cli.command.CommandFailure;
import dev.modeldock.server.cli.command.ExitCode;
import dev.modeldock.server.cli.remote.Json;
import dev.modeldock.server.cli.remote.Paths;
import dev.modeldock.server.cli.remote.RemoteDock;
import java.util.Optional;
import java.util.UUID;

/**
 * What a pushed model is to be called. Sessions make models below their user's own name; for any other place the model
 * comes under a name that nobody has, and is renamed at its end.
 *
 * @param file the name that the session announces, without extension
 * @param rename what it is called in the end, if that is another name
 */
record PushName(String file, Optional<String> rename) {
    /** @param wanted name or namespace/name, if it was given */
    static PushName of(RemoteDock dock, Optional<String> wanted, String usual) throws InterruptedException {
        if (wanted.isEmpty()) {
            return new PushName(usual, Optional.empty());
        }
        String name = wanted.get();
        int slash = name.indexOf('/');
        String namespace = slash < 0 ? "" : name.substring(0, slash);
        if (slash < 0 || namespace.equals(own(dock))) {
            return new PushName(name.substring(slash + 1), Optional.empty());
        }
        if (dock.find(Paths.model(name)).isPresent()) {
            throw new CommandFailure(
                    ExitCode.FAILED,
                    "There is a model " + name + " already, and only your own namespace takes another version of one."
                            + " Choose another --name.");
        }
        return new PushName(name.substring(slash + 1) + "-" + UUID.randomUUID(), Optional.of(name));
    }

    private static String own(RemoteDock dock) throws InterruptedException {
        return dock.get("/api/whoami-v2").path("name").asText();
    }

    /** Give a model that has come the name that it is to have. */
    JsonNode give(RemoteDock dock, String modelId) throws InterruptedException {
        return dock.send("PATCH", Paths.model(modelId), Json.object().put("name", rename.orElseThrow()));
    }
}
