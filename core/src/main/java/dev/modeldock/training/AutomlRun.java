package dev.modeldock.training;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.modeldock.actions.automl.Search;
import dev.modeldock.actions.automl.Search.Step;
import dev.modeldock.actions.automl.SearchNotes;
import dev.modeldock.actions.automl.Trial;
import dev.modeldock.actions.process.CommandLog;
import dev.modeldock.actions.process.LogWriter;
import dev.modeldock.actions.specs.SpecText;
import dev.modeldock.actions.status.Result;
import dev.modeldock.actions.status.StatusReader;
import dev.modeldock.blobs.DirectoryTree;
import dev.modeldock.jobs.JobContext;
import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import dev.modeldock.spi.ActionTask;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A training as a search for good parameters: one trial after the other by the same runner, each in a directory of its own
 * below the job's results. The notes of the trials lie beside them, so that a search that was cut off or stopped goes on.
 */
final class AutomlRun {
    /** The results of the best trial, once the search is over. */
    static final String BEST = "best_model";

    /** Where trials have their own notes. */
    static final String WORK = "experiments";

    private static final String LOGS = "experiment_logs";
    private static final long LOG_BYTES = 16 << 20;
    /** So many that fail at the start, and nothing else: it is not the parameters. */
    private static final int HOPELESS = 3;

    private final ActionRun run;
    private final Search search;
    private final long begun = System.nanoTime();
    private int done;

    AutomlRun(ActionRun run, Search search) {
        this.run = run;
        this.search = search;
    }

    /**
     * Search to the end.
     *
     * @throws DockException {@code CONFLICT} when no trial came to anything
     */
    Result run(ActionTask task, JobContext context) throws IOException, InterruptedException {
        SearchNotes notes = new SearchNotes(
                task.results().resolve("controller.json"), task.results().resolve(SearchNotes.TOLD));
        List<Trial> trials = notes.read();
        if (task.start() == ActionTask.Start.STOPPED) {
            trials = trials.stream().map(Trial::reopened).toList();
        }
        Optional<Step> next;
        while ((next = search.next(trials)).isPresent()) {
            context.check();
            trials = Search.with(trials, next.get().trial());
            notes.write(trials);
            tell(task, notes, trials, next, context);
            trials = Search.with(trials, attempt(task, next.get(), context));
            notes.write(trials);
            done++;
            tidy(
                    task,
                    trials,
                    search.settings().keepsBest() && !search.settings().halving());
            requireHope(trials);
        }
        Trial best = search.best(trials).orElseThrow(hopeless(trials));
        tidy(task, trials, search.settings().keepsBest());
        settle(task, best);
        return tell(task, notes, trials, Optional.empty(), context);
    }

    private Trial attempt(ActionTask task, Step step, JobContext context) throws IOException, InterruptedException {
        Trial trial = step.trial();
        LogWriter log = new LogWriter(task.work(), LOG_BYTES);
        Path work = task.work().resolve(WORK).resolve("" + trial.number());
        RunMarks marks = new RunMarks(work);
        log.say("Experiment " + trial.number() + " begins" + (step.epochs() > 0 ? ", until epoch " + step.epochs() : "")
                + ": " + search.values(trial));
        Trial ended;
        try {
            Result result = run.run(marks, start -> child(task, step, start, work), context, soFar -> {});
            Optional<Double> score = search.settings().metric().best(result);
            ended = score.map(value -> trial.scored(step.epochs(), value))
                    .orElseGet(() -> trial.failed(search.settings().metric().missing(result)));
        } catch (DockException e) {
            if (e.problem() != Problem.CONFLICT) {
                throw e;
            }
            ended = trial.failed(e.getMessage());
        } finally {
            keepLog(task, trial, work);
        }
        // Before its end is noted: killed between, it goes on from what it has written, and comes to the same.
        marks.more();
        log.say("Experiment " + trial.number() + " ended: "
                + (ended.fault() == null ? search.settings().metric().name() + " " + ended.score() : ended.fault()));
        return ended;
    }

    private ActionTask child(ActionTask task, Step step, ActionTask.Start start, Path work) throws IOException {
        return new ActionTask(
                task.job(),
                task.subject(),
                SpecText.json(search.spec(step)),
                start,
                Files.createDirectories(results(task, step.trial())),
                work,
                task.inputs(),
                task.card());
    }

    private static Path results(ActionTask task, Trial trial) {
        return task.results().resolve("experiment_" + trial.number());
    }

    private static void keepLog(ActionTask task, Trial trial, Path work) throws IOException {
        Path logs = Files.createDirectories(task.results().resolve(LOGS));
        try (InputStream said = new CommandLog(work).open()) {
            Files.copy(said, logs.resolve(trial.number() + ".txt"), StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private void requireHope(List<Trial> trials) {
        boolean hope = trials.size() < HOPELESS || trials.stream().anyMatch(trial -> trial.fault() == null);
        if (!hope) {
            throw hopeless(trials).get();
        }
    }

    private static Supplier<DockException> hopeless(List<Trial> trials) {
        return () -> new DockException(
                Problem.CONFLICT,
                "The search for good parameters has ended, as all of its " + trials.size()
                        + " experiments failed. The last one: "
                        + (trials.isEmpty() ? "" : trials.get(trials.size() - 1).fault()));
    }

    /** Of trials that are not the best, what they told is kept; of those that failed, too. */
    private void tidy(ActionTask task, List<Trial> trials, boolean bestOnly) throws IOException {
        Optional<Trial> best = search.best(trials);
        for (Trial trial : trials) {
            boolean over = trial.fault() != null || trial.score() != null && bestOnly;
            if (over && best.filter(top -> top.number() == trial.number()).isEmpty()) {
                empty(results(task, trial));
            }
        }
    }

    private static void empty(Path results) throws IOException {
        if (!Files.isDirectory(results)) {
            return;
        }
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(results)) {
            for (Path entry : entries) {
                if (!entry.getFileName().toString().equals("status.json")) {
                    DirectoryTree.delete(entry);
                }
            }
        }
    }

    private static void settle(ActionTask task, Trial best) throws IOException {
        Path target = task.results().resolve(BEST);
        if (!Files.exists(target)) {
            Files.move(results(task, best), target, StandardCopyOption.ATOMIC_MOVE);
        }
    }

    /** Facts by the names that clients of TAO know. */
    private Result tell(ActionTask task, SearchNotes notes, List<Trial> trials, Optional<Step> next, JobContext context)
            throws IOException, InterruptedException {
        ObjectNode facts = JsonNodeFactory.instance.objectNode();
        search.best(trials)
                .ifPresent(
                        best -> facts.put("best_" + search.settings().metric().name(), best.score()));
        facts.put(
                "Current experiment number",
                next.map(step -> step.trial().number())
                        .orElse(Math.max(0, trials.size() - 1))
                        .toString());
        facts.put("Estimated time for automl completion", next.isEmpty() ? "0:00:00" : left());
        next.filter(step -> step.epochs() > 0)
                .ifPresent(step -> facts.put(
                        "Number of epochs yet to start",
                        "" + (step.epochs() - step.trial().epochs())));
        notes.tell(facts);
        Result result = new StatusReader(task.results(), task.subject().kind()).finish();
        context.result(result.toJson());
        return result;
    }

    /** As long as the trainings so far took, for each that is left at most. */
    private String left() {
        if (done == 0) {
            return "unknown";
        }
        Duration each = Duration.ofNanos((System.nanoTime() - begun) / done);
        Duration all = each.multipliedBy(Math.max(0, search.steps() - done));
        return "%d:%02d:%02d".formatted(all.toHours(), all.toMinutesPart(), all.toSecondsPart());
    }
}
