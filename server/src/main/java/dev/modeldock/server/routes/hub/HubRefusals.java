package dev.modeldock.server.routes.hub;

import dev.modeldock.hub.PullThrough;
import dev.modeldock.models.Model;
import dev.modeldock.models.Version;
import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import dev.modeldock.server.http.Shown;
import java.util.Map;

/** Refusals with the header {@code X-Error-Code}, by which clients choose what they raise. */
final class HubRefusals {
    private static final String CODE = "X-Error-Code";

    private HubRefusals() {}

    static DockException noModel(String name) {
        return new DockException(
                Problem.NOT_FOUND,
                "Repository not found: there is no model " + Shown.text(name) + ".",
                Map.of(CODE, "RepoNotFound"));
    }

    static DockException noRevision(Model model, String revision) {
        return new DockException(
                Problem.NOT_FOUND,
                "Invalid rev id: the model " + model.name() + " has no version " + Shown.text(revision) + ".",
                Map.of(CODE, "RevisionNotFound"));
    }

    static DockException noEntry(Version version, String path) {
        return new DockException(
                Problem.NOT_FOUND,
                "Entry not found: there is no " + Shown.text(path) + " in the version " + version.commit() + ".",
                Map.of(CODE, "EntryNotFound", "X-Repo-Commit", version.commit()));
    }

    static DockException gated(DockException gate) {
        return new DockException(Problem.GATED, gate.getMessage(), Map.of(CODE, "GatedRepo"), gate);
    }

    /** What a place upstream said, or what the dock said in its stead, in the words by which clients know it. */
    static DockException upstream(DockException no, String name) {
        if (no.details().containsKey(CODE)) {
            return no;
        }
        boolean told = no.details().containsKey("source") || no.details().containsKey(PullThrough.MISSING_REVISION);
        return switch (no.problem()) {
            case GATED -> gated(no);
            case NOT_FOUND ->
                new DockException(
                        Problem.NOT_FOUND,
                        no.getMessage(),
                        Map.of(
                                CODE,
                                no.details().containsKey(PullThrough.MISSING_REVISION)
                                        ? "RevisionNotFound"
                                        : "RepoNotFound"),
                        no);
            case FORBIDDEN, NO_VALID_MODEL, VALIDATION_ERROR ->
                // Of a model of somebody else's nothing is said.
                told
                        ? new DockException(Problem.NOT_FOUND, no.getMessage(), Map.of(CODE, "RepoNotFound"), no)
                        : noModel(name);
            default -> no;
        };
    }
}
