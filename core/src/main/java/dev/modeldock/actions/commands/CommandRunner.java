package dev.modeldock.actions.commands;

import dev.modeldock.actions.catalogue.Catalogue;
import dev.modeldock.actions.packs.ActionPack;
import dev.modeldock.actions.process.Command;
import dev.modeldock.actions.process.CommandProcess;
import dev.modeldock.actions.process.CommandState;
import dev.modeldock.spi.ActionContext;
import dev.modeldock.spi.ActionException;
import dev.modeldock.spi.ActionRunner;
import dev.modeldock.spi.ActionTask;
import dev.modeldock.spi.ActionTask.Start;
import dev.modeldock.spi.Spi;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Does actions by the command of a pack. A command outlives the dock; the next one follows it again, or starts it anew
 * from what it has written if its pack says that this can be done.
 */
public final class CommandRunner implements ActionRunner {
    private static final long LOOK_EVERY_MILLIS = 250;
    private static final long LOG_BYTES = 16 << 20;
    /** Where a command finds the key of its model. */
    private static final String KEY = "MODELDOCK_KEY";

    private final ActionPack pack;
    private final SpecFile specs;

    public CommandRunner(ActionPack pack, Catalogue catalogue) {
        this.pack = pack;
        this.specs = new SpecFile(pack, catalogue);
    }

    @Override
    public String id() {
        return pack.name();
    }

    @Override
    public int spiVersion() {
        return Spi.VERSION;
    }

    @Override
    public boolean does(String kind, String action) {
        return pack.does(kind, action);
    }

    @Override
    public Optional<String> schema(String kind, String action, String format) {
        return does(kind, action) ? Optional.ofNullable(pack.schemas().get(action)) : Optional.empty();
    }

    @Override
    public boolean wantsGpu() {
        return pack.gpu();
    }

    @Override
    public boolean pausable() {
        return pack.pausable();
    }

    @Override
    public void abandon(Path work) throws IOException, InterruptedException {
        CommandProcess.attach(work).stop(CommandProcess.GRACE);
    }

    @Override
    public void run(ActionTask task, ActionContext context) throws ActionException, IOException, InterruptedException {
        CommandProcess process = process(task);
        boolean ended = false;
        try {
            CommandState state = follow(process, context);
            ended = true;
            // Children that it has left behind.
            process.stop(CommandProcess.GRACE);
            judge(state);
        } finally {
            if (!ended && !context.isHostStopping()) {
                stop(process);
            }
        }
    }

    private CommandProcess process(ActionTask task) throws ActionException, IOException, InterruptedException {
        CommandProcess earlier = CommandProcess.attach(task.work());
        boolean begun = earlier.identity().isPresent();
        if (task.start() == Start.CUT_OFF && begun) {
            if (earlier.poll().kind() != CommandState.Kind.VANISHED) {
                return earlier;
            }
            if (!pack.pausable()) {
                throw new ActionException(
                        "The command was gone when the dock came back, and its pack does not say that it can go on.");
            }
            // Children of it may be there still, for a moment or for good.
            earlier.stop(CommandProcess.GRACE);
        }
        return CommandProcess.start(command(task), task.work());
    }

    private Command command(ActionTask task) throws IOException {
        Map<String, String> values = values(task, task.start() != Start.NEW && hasResults(task));
        Path directory = Files.createDirectories(task.work().resolve("spec"));
        Path spec = specs.write(task.spec(), task.subject(), SettingValues.of(values, task.inputs()), directory);
        values.put("spec", spec.toString());
        return new Command(CommandLine.of(pack.command(), values), environment(task), pack.folder(), LOG_BYTES);
    }

    /** Whether there is anything to go on from: a run may have been cut off before its command began. */
    private static boolean hasResults(ActionTask task) throws IOException {
        try (Stream<Path> results = Files.list(task.results())) {
            return results.findAny().isPresent();
        }
    }

    private static Map<String, String> values(ActionTask task, boolean resumed) {
        Map<String, String> values = new HashMap<>();
        ActionTask.Inputs inputs = task.inputs();
        values.put("action", task.subject().action());
        values.put("architecture", task.subject().kind());
        values.put("job", task.job());
        values.put("model", task.subject().id());
        values.put("results", task.results().toString());
        values.put("resume", resumed ? task.results().toString() : "");
        values.put("parent", inputs.parent().map(Path::toString).orElse(""));
        values.put("dataset.train", joined(inputs.train()));
        values.put("dataset.eval", joined(inputs.eval()));
        values.put("dataset.inference", joined(inputs.inference()));
        values.put("dataset.calibration", joined(inputs.calibration()));
        values.put(
                "ptm",
                inputs.pretrained().stream().findFirst().map(Path::toString).orElse(""));
        values.put("gpu", task.card().isPresent() ? "" + task.card().getAsInt() : "");
        return values;
    }

    /** Several are told with commas between. */
    private static String joined(List<Path> paths) {
        return paths.stream().map(Path::toString).collect(Collectors.joining(","));
    }

    private Map<String, String> environment(ActionTask task) {
        Map<String, String> environment = new HashMap<>();
        Stream.of("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR")
                .filter(name -> System.getenv(name) != null)
                .forEach(name -> environment.put(name, System.getenv(name)));
        task.card().ifPresent(card -> environment.put("CUDA_VISIBLE_DEVICES", "" + card));
        environment.put(KEY, task.subject().key());
        environment.putAll(pack.environment());
        return environment;
    }

    private static CommandState follow(CommandProcess process, ActionContext context)
            throws IOException, InterruptedException {
        CommandState state;
        while ((state = process.poll()).isRunning()) {
            context.check();
            Thread.sleep(LOOK_EVERY_MILLIS);
        }
        return state;
    }

    private static void judge(CommandState state) throws ActionException {
        if (state.kind() == CommandState.Kind.VANISHED) {
            throw new ActionException("The command was killed, or the machine was started anew, before it had ended.");
        }
        if (state.exitCode() != 0) {
            throw new ActionException("The command ended with exit code " + state.exitCode() + ".");
        }
    }

    /** What the thread was interrupted for is being done here, so it is not to be interrupted in it. */
    private static void stop(CommandProcess process) throws IOException, InterruptedException {
        boolean asked = Thread.interrupted();
        process.stop(CommandProcess.GRACE);
        if (asked) {
            Thread.currentThread().interrupt();
        }
    }
}
