package dev.modeldock.actions.catalogue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The examples were answered by the real server. */
class ChainingTest {
    private static final Chaining MODEL = ofModel("detectnet_v2");

    @Test
    void eachActionFollowsTheLastThatItMay() {
        assertEquals(
                List.of("-", "train", "train", "prune", "retrain", "export", "gen_trt_engine"),
                parents(
                        Optional.empty(),
                        "train",
                        "evaluate",
                        "prune",
                        "retrain",
                        "export",
                        "gen_trt_engine",
                        "inference"));
    }

    @Test
    void whatOnlyRunsInAChainIsAnErrorWithoutOne() {
        assertEquals(List.of("lacking", "lacking", "-"), parents(Optional.empty(), "export", "prune", "evaluate"));
    }

    @Test
    void theNamedJobIsTheFirstCandidate() {
        assertEquals(
                List.of("given", "prune", "retrain"), parents(Optional.of("train"), "prune", "retrain", "evaluate"));
        assertEquals(List.of("given"), parents(Optional.of("export"), "gen_trt_engine"));
    }

    @Test
    void aNamedJobThatMayNotComeBeforeIsDropped() {
        assertEquals(List.of("-"), parents(Optional.of("evaluate"), "train"));
        assertEquals(List.of("lacking"), parents(Optional.of("evaluate"), "export"));
    }

    @Test
    void nothingFollowsWhatIsAnError() {
        assertEquals(List.of("lacking", "lacking"), parents(Optional.empty(), "export", "gen_trt_engine"));
    }

    @Test
    void everyModelRuleIsAsWritten() {
        List<String> trained = List.of("train", "prune", "retrain");
        List<String> runnable = List.of("train", "prune", "retrain", "export", "gen_trt_engine", "trtexec");
        assertRule("train", List.of());
        assertRule("evaluate", runnable);
        assertRule("inference", runnable);
        assertRule("inference_seq", List.of("train", "prune", "retrain", "export"));
        assertRule("inference_trt", List.of("train", "prune", "retrain", "export"));
        assertRule("prune", List.of("train", "retrain"));
        assertRule("retrain", List.of("train", "prune"));
        assertRule("export", trained);
        assertRule("calibration_tensorfile", trained);
        assertRule("confmat", trained);
        assertRule("gen_trt_engine", List.of("export"));
        assertRule("trtexec", List.of("export"));
    }

    private static void assertRule(String child, List<String> allowed) {
        for (String parent : MODEL.parents().keySet()) {
            boolean follows = parents(Optional.of(parent), child).equals(List.of("given"));
            assertEquals(allowed.contains(parent), follows, child + " after " + parent);
        }
    }

    @Test
    void conversionsOfDatasetsFollowAnAugmentation() {
        Chaining datasets =
                Catalogue.tao().type("object_detection").orElseThrow().chaining();
        assertEquals(
                List.of(new Link("augment", Link.To.NOTHING, -1), new Link("convert", Link.To.STEP, 0)),
                datasets.link(Optional.empty(), List.of("augment", "convert")));
        assertEquals(
                List.of(new Link("kmeans", Link.To.NOTHING, -1)),
                datasets.link(Optional.of("augment"), List.of("kmeans")));
    }

    @Test
    void dataServicesFollowNothing() {
        assertEquals(
                List.of(new Link("analyze", Link.To.NOTHING, -1), new Link("validate", Link.To.NOTHING, -1)),
                ofModel("analytics").link(Optional.empty(), List.of("analyze", "validate")));
    }

    @Test
    void anActionWithoutARuleStandsFirstOrNowhere() {
        assertEquals(List.of("-", "-"), parents(Optional.empty(), "dataset_convert", "train"));
        assertNotFound(MODEL, Optional.of("train"), List.of("dataset_convert"));
        assertNotFound(MODEL, Optional.empty(), List.of("train", "dataset_convert"));
    }

    @Test
    void withoutActionsOrRulesNothingIsFound() {
        assertNotFound(MODEL, Optional.empty(), List.of());
        Chaining none =
                Catalogue.tao().type("image_classification").orElseThrow().chaining();
        assertNotFound(none, Optional.empty(), List.of("convert"));
    }

    @Test
    void thousandsOfActionsAreRefused() {
        DockException refused = assertThrows(
                DockException.class, () -> MODEL.link(Optional.empty(), Collections.nCopies(101, "train")));
        assertEquals(Problem.TOO_LARGE, refused.problem());
    }

    private static void assertNotFound(Chaining chaining, Optional<String> given, List<String> actions) {
        DockException refused = assertThrows(DockException.class, () -> chaining.link(given, actions));
        assertEquals(Problem.NOT_FOUND, refused.problem());
        assertEquals("action not found", refused.getMessage());
    }

    private static Chaining ofModel(String architecture) {
        return Catalogue.tao().architecture(architecture).orElseThrow().chaining();
    }

    /** What each action follows: the name of an earlier action, "given", "lacking", or "-" for nothing. */
    private static List<String> parents(Optional<String> given, String... actions) {
        return MODEL.link(given, List.of(actions)).stream()
                .map(link -> switch (link.to()) {
                    case NOTHING -> "-";
                    case GIVEN -> "given";
                    case LACKING -> "lacking";
                    case STEP -> actions[link.step()];
                })
                .toList();
    }
}
