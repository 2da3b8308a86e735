package dev.modeldock.server.cli.training;

import dev.modeldock.server.cli.remote.Paths;
import dev.modeldock.server.cli.remote.RemoteDock;

/** Where the things of the user lie whose key we have, or of the local user. */
record UserPaths(String base) {
    static UserPaths of(RemoteDock dock) throws InterruptedException {
        return new UserPaths("/api/v1/user/"
                + Paths.escaped(dock.get("/api/v1/auth").path("user_id").asText()));
    }

    String datasets() {
        return base + "/dataset";
    }

    String dataset(String id) {
        return datasets() + "/" + Paths.escaped(id);
    }

    /** The model of a reference: a UUID, an id, or a name. */
    String model(RemoteDock dock, String reference) throws InterruptedException {
        String bare = reference.replaceFirst("^cm-", "");
        String uuid = bare.matches("[0-9a-fA-F-]{36}")
                ? bare
                : dock.get(Paths.model(reference)).path("id").asText().replaceFirst("^cm-", "");
        return base + "/model/" + Paths.escaped(uuid);
    }
}
