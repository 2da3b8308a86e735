package dev.modeldock.plugins;

import dev.modeldock.spi.ActionContext;
import dev.modeldock.spi.ActionException;
import dev.modeldock.spi.ActionRunner;
import dev.modeldock.spi.ActionTask;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Calls a runner with its own class loader as the thread's. One that fails when it is asked what it does, does nothing. */
final class GuardedRunner implements ActionRunner {
    private static final Logger LOG = LoggerFactory.getLogger(GuardedRunner.class);

    private final ActionRunner runner;
    private final String id;
    private final ClassLoader loader;

    GuardedRunner(ActionRunner runner) {
        this.runner = runner;
        this.id = runner.id();
        this.loader = runner.getClass().getClassLoader();
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public int spiVersion() {
        return runner.spiVersion();
    }

    @Override
    public boolean does(String kind, String action) {
        return ask(() -> runner.does(kind, action), false);
    }

    @Override
    public boolean takes(String kind, String action, String format) {
        return ask(() -> runner.takes(kind, action, format), false);
    }

    @Override
    public Optional<String> schema(String kind, String action, String format) {
        return ask(() -> runner.schema(kind, action, format), Optional.empty());
    }

    @Override
    public Optional<String> fields(String kind, String action, String format) {
        return ask(() -> runner.fields(kind, action, format), Optional.empty());
    }

    @Override
    public boolean wantsGpu() {
        return ask(runner::wantsGpu, false);
    }

    @Override
    public boolean pausable() {
        return ask(runner::pausable, false);
    }

    @Override
    public void abandon(Path work) throws IOException, InterruptedException {
        ClassLoader before = PluginGuard.enter(loader);
        try {
            runner.abandon(work);
        } finally {
            PluginGuard.enter(before);
        }
    }

    private <T> T ask(Supplier<T> question, T otherwise) {
        ClassLoader before = PluginGuard.enter(loader);
        try {
            T answer = question.get();
            return answer == null ? otherwise : answer;
        } catch (RuntimeException | LinkageError | StackOverflowError | AssertionError broken) {
            LOG.error("The runner {} fails when it is asked what it does", id, broken);
            return otherwise;
        } finally {
            PluginGuard.enter(before);
        }
    }

    @Override
    public void run(ActionTask task, ActionContext context) throws ActionException, IOException, InterruptedException {
        ClassLoader before = PluginGuard.enter(loader);
        try {
            runner.run(task, context);
        } finally {
            PluginGuard.enter(before);
        }
    }
}
