package dev.modeldock.server;

import dev.modeldock.Dock;
import dev.modeldock.server.cli.Commands;

/** Where the program begins. */
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        // Pictures are drawn, but on no display, even where there is one.
        System.setProperty("java.awt.headless", "true");
        // No references to methods: they would load what a command that only asks a running dock has no use for.
        Commands.Parts parts = new Commands.Parts(
                config -> DockServer.start(config),
                config -> KeyAdministration.open(config),
                config -> PackAdministration.open(config),
                Dock.version());
        int exitCode = new Commands(parts, System.getenv()).run(args);
        // A server that stopped leaves no thread of ours behind, but a library's may linger.
        System.exit(exitCode);
    }
}
