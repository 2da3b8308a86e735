package dev.modeldock.server.routes.hub;

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
}
