package dev.modeldock.actions.automl;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.modeldock.spi.ActionException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a search tries next, and what it comes to. */
class SearchTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final ObjectNode schema = json("""
            {"type": "object", "automl_default_parameters": ["train.lr", "train.layers", "gone"], "properties": {
              "train": {"type": "object", "properties": {
                "lr": {"type": "number", "minimum": 0, "default": 0.001},
                "layers": {"type": "integer", "enum": [10, 18, 34], "default": 18},
                "bn": {"type": "boolean", "default": true},
                "names": {"type": "array"},
                "num_epochs": {"type": "integer", "default": 5}}}}}""");
    private final ObjectNode base = json("{\"train\": {\"lr\": 0.001, \"layers\": 18, \"num_epochs\": 5}}");

    private static ObjectNode json(String text) {
        try {
            return (ObjectNode) JSON.readTree(text);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private Search search(String automl) throws ActionException {
        SearchSettings settings = SearchSettings.of(json(automl));
        return new Search(settings, SearchSpace.of(schema, settings.add(), settings.remove()), base, 7);
    }

    private static List<Trial> run(Search search, ToDoubleFunction<ObjectNode> score) {
        List<Trial> trials = List.of();
        Optional<Search.Step> next;
        while ((next = search.next(trials)).isPresent()) {
            Search.Step step = next.get();
            trials = Search.with(trials, step.trial());
            trials = Search.with(trials, step.trial().scored(step.epochs(), score.applyAsDouble(search.spec(step))));
        }
        return trials;
    }

    private static double quality(ObjectNode spec) {
        double lr = Math.log10(spec.path("train").path("lr").asDouble());
        return -Math.pow(lr + 2.4, 2) - (spec.path("train").path("layers").asInt() == 34 ? 0 : 0.3);
    }

    @Test
    void theFirstTrialHasTheValuesOfTheSpec() throws ActionException {
        Search search = search("{}");
        ObjectNode spec = search.spec(search.next(List.of()).orElseThrow());
        assertEquals(0.001, spec.path("train").path("lr").asDouble(), 1e-9);
        assertEquals(18, spec.path("train").path("layers").asInt());
        assertEquals(5, spec.path("train").path("num_epochs").asInt());
    }

    @Test
    void aSequenceEndsAfterItsTrialsAndComesNearTheBest() throws ActionException {
        Search search = search("{\"automl_max_recommendations\": 25}");
        List<Trial> trials = run(search, SearchTest::quality);
        assertEquals(25, trials.size());
        Trial best = search.best(trials).orElseThrow();
        assertTrue(best.score() > -0.02, () -> "best was " + best.score());
        double random = new Random(3)
                .ints(25)
                .mapToDouble(seed -> quality(SearchSpaceAt.random(search, seed)))
                .max()
                .orElseThrow();
        assertTrue(best.score() >= random - 0.01, () -> best.score() + " beside " + random + " at random");
    }

    /** A spec at a random place. */
    private static final class SearchSpaceAt {
        static ObjectNode random(Search search, int seed) {
            Random random = new Random(seed);
            return search.spec(new Search.Step(Trial.begun(0, random.doubles(2).toArray()), 0));
        }
    }

    @Test
    void itGoesOnTheSameWayAfterItWasCutOff() throws ActionException {
        List<Trial> whole = run(search("{\"automl_max_recommendations\": 9}"), SearchTest::quality);
        List<Trial> begun = new ArrayList<>(whole.subList(0, 6));
        Search.Step next =
                search("{\"automl_max_recommendations\": 9}").next(begun).orElseThrow();
        assertArrayEquals(whole.get(6).place(), next.trial().place());
        List<Trial> open = Search.with(begun, next.trial());
        assertEquals(
                6,
                search("{\"automl_max_recommendations\": 9}")
                        .next(open)
                        .orElseThrow()
                        .trial()
                        .number());
    }

    @Test
    void halvingTrainsFewerForLonger() throws ActionException {
        Search search = search("{\"automl_algorithm\": \"HyperBand\", \"automl_R\": 9, \"automl_nu\": 3,"
                + " \"epoch_multiplier\": 2}");
        List<Long> epochs = new ArrayList<>();
        List<Trial> trials = run(search, spec -> {
            epochs.add(spec.path("train").path("num_epochs").asLong());
            return quality(spec);
        });
        assertEquals(List.of(2L, 2L, 2L, 2L, 2L, 2L, 2L, 2L, 2L, 6L, 6L, 6L, 18L), epochs);
        assertEquals(13, search.steps());
        assertEquals(9, trials.size());
        Trial last = trials.stream()
                .filter(trial -> trial.epochs() == 18)
                .findFirst()
                .orElseThrow();
        assertEquals(search.best(trials).orElseThrow().number(), last.number());
    }

    @Test
    void halvingMakesNoMoreTrialsThanItMay() throws ActionException {
        Search search = search("{\"automl_algorithm\": \"hyperband\", \"automl_max_recommendations\": 4}");
        assertEquals(4, run(search, SearchTest::quality).size());
    }

    @Test
    void ofALossLittleIsBest() throws ActionException {
        Search search = search("{\"metric\": \"val_loss\", \"automl_max_recommendations\": 6}");
        List<Trial> trials = run(search, spec -> -quality(spec));
        double least = trials.stream().mapToDouble(Trial::score).min().orElseThrow();
        assertEquals(least, search.best(trials).orElseThrow().score());
    }

    @Test
    void aFailedTrialIsNeverTheBestAndTheSearchGoesOn() throws ActionException {
        Search search = search("{\"automl_max_recommendations\": 6}");
        List<Trial> trials = List.of(
                Trial.begun(0, new double[] {0.5, 0.5}).failed("out of memory"),
                Trial.begun(1, new double[] {0.1, 0.5}).scored(0, 0.2));
        assertEquals(1, search.best(trials).orElseThrow().number());
        assertEquals(2, search.next(trials).orElseThrow().trial().number());
        assertEquals(
                0,
                search.next(trials.stream().map(Trial::reopened).toList())
                        .orElseThrow()
                        .trial()
                        .number());
    }

    @Test
    void parametersAreAddedAndRemoved() throws ActionException {
        Search added = search("{\"automl_add_hyperparameters\": \"[\\\"train.bn\\\"]\","
                + " \"automl_remove_hyperparameters\": \"['train.layers']\"}");
        ObjectNode values = added.values(added.next(List.of()).orElseThrow().trial());
        List<String> names = new ArrayList<>();
        values.fieldNames().forEachRemaining(names::add);
        assertEquals(List.of("train.lr", "train.bn"), names);
    }

    @Test
    void whatCannotBeSearchedIsSaid() {
        assertSaid("train.names", "{\"automl_add_hyperparameters\": \"train.names\"}");
        assertSaid("marks no parameter", "{\"automl_remove_hyperparameters\": \"train.lr, train.layers\"}");
        assertSaid("Bayesian or HyperBand", "{\"automl_algorithm\": \"Random\"}");
        assertSaid("from 2 to 1000", "{\"automl_nu\": 1}");
        schema.withObject("/properties/train/properties").remove("num_epochs");
        assertSaid("number of epochs", "{\"automl_algorithm\": \"HyperBand\"}");
    }

    private void assertSaid(String words, String automl) {
        String said = assertThrows(ActionException.class, () -> search(automl)).getMessage();
        assertTrue(said.contains(words), said);
    }

    @Test
    void notesAreReadAsTheyWereWritten(@TempDir Path temp) throws IOException {
        SearchNotes notes = new SearchNotes(temp.resolve("trials"), temp.resolve("told"));
        assertEquals(List.of(), notes.read());
        notes.write(List.of(
                Trial.begun(0, new double[] {0.25, 1}).scored(3, 0.5),
                Trial.begun(1, new double[] {0, 0}).failed("no")));
        List<Trial> read = notes.read();
        assertEquals(0.5, read.get(0).score());
        assertArrayEquals(new double[] {0.25, 1}, read.get(0).place());
        assertEquals("no", read.get(1).fault());
    }
}
