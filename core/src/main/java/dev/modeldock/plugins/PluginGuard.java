package dev.modeldock.plugins;

import dev.modeldock.problems.DockException;
import dev.modeldock.spi.SourceException;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes every call into a plug-in: with its class loader as the thread's, and with whatever it throws beyond its contract
 * turned into a {@code BROKEN} that blames it by its id.
 */
final class PluginGuard {
    private static final Logger LOG = LoggerFactory.getLogger(PluginGuard.class);

    private final String id;
    private final ClassLoader loader;

    PluginGuard(String id, ClassLoader loader) {
        this.id = id;
        this.loader = loader;
    }

    String id() {
        return id;
    }

    /** A call into the plug-in. */
    @FunctionalInterface
    interface Call<T> {
        T run() throws SourceException, IOException, InterruptedException;
    }

    <T> T call(Call<T> call) throws SourceException, IOException, InterruptedException {
        ClassLoader before = enter(loader);
        try {
            return call.run();
        } catch (SourceException | IOException | InterruptedException promised) {
            throw promised;
        } catch (Exception | LinkageError | StackOverflowError | AssertionError thrown) {
            throw blamed(thrown);
        } finally {
            enter(before);
        }
    }

    /** A call that has no business with files or the network, such as opening; an I/O failure of it is the plug-in's fault. */
    <T> T callWithoutIo(Call<T> call) throws SourceException, InterruptedException {
        try {
            return call(call);
        } catch (IOException undeclared) {
            throw blamed(undeclared);
        }
    }

    /** Make the loader the thread's and return the one before. */
    static ClassLoader enter(ClassLoader loader) {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(loader);
        return before;
    }

    ClassLoader enter() {
        return enter(loader);
    }

    /** The host's own exception when it only went through the plug-in, else one that blames the plug-in. */
    private SourceException blamed(Throwable thrown) {
        Throwable cause = thrown;
        for (int i = 0; i < 20 && cause != null; i++) {
            if (cause instanceof HostFailure host) {
                throw host.failure();
            }
            if (cause instanceof DockException own) {
                throw own;
            }
            cause = cause.getCause();
        }
        LOG.error("The source {} threw what its contract does not know", id, thrown);
        // The message stays in the log: it is not written for people and may hold a secret.
        return broken(
                "failed with an error of its own (" + thrown.getClass().getSimpleName() + "); the log has the cause.",
                thrown);
    }

    SourceException broken(String what, Throwable cause) {
        return new SourceException(SourceException.Reason.BROKEN, "The source '" + id + "' " + what, cause);
    }

    /** Carries what the host threw through code of a plug-in. */
    static final class HostFailure extends RuntimeException {
        private static final long serialVersionUID = 1L;

        HostFailure(RuntimeException failure) {
            super(failure.getMessage(), failure);
        }

        RuntimeException failure() {
            return (RuntimeException) getCause();
        }
    }
}
