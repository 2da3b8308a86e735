package dev.modeldock.server.cli;

import dev.modeldock.server.config.Config;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts the server, says where it is, and stays until the process is told to end. */
final class ServeCommand {
    private static final Logger LOG = LoggerFactory.getLogger(ServeCommand.class);

    private final Function<Config, RunningServer> starter;
    private final Console console;

    ServeCommand(Function<Config, RunningServer> starter, Console console) {
        this.starter = starter;
        this.console = console;
    }

    int run(Config config) {
        RunningServer server = starter.apply(config);
        CountDownLatch stopped = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server, stopped), "shutdown"));
        console.out().println("Modeldock is ready at " + server.address());
        console.out().flush();
        try {
            stopped.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return 0;
    }

    private static void stop(RunningServer server, CountDownLatch stopped) {
        LOG.info("Stopping");
        try {
            server.close();
        } catch (RuntimeException e) {
            LOG.error("The server did not stop cleanly", e);
        } finally {
            stopped.countDown();
        }
    }
}
