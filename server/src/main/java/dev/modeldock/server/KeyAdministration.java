package dev.modeldock.server;

import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import dev.modeldock.server.cli.KeyDesk;
import dev.modeldock.server.config.Config;

/** Opens the keys of a data directory for the command line, without taking the server's lock on it. */
final class KeyAdministration {
    private KeyAdministration() {}

    static KeyDesk open(Config config) {
        throw new DockException(
                Problem.SERVER_ERROR, "This build keeps no keys yet: " + config.path("data") + " was not opened.");
    }
}
