package dev.modeldock.models;

import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import java.util.List;
import java.util.Optional;

/** Models to which people push: made empty under a name of their choice, and changed one version after the other. */
public final class PushedModels {
    private final Publishing publishing;
    private final ContentStore contents;
    private final Aliases aliases;
    private final ModelEvents events;

    PushedModels(Publishing publishing, ContentStore contents, Aliases aliases, ModelEvents events) {
        this.publishing = publishing;
        this.contents = contents;
        this.aliases = aliases;
        this.events = events;
    }

    /**
     * Make a model of exactly this name, in the transaction of the caller.
     *
     * @param source in capitals
     * @throws DockException {@code CONFLICT} when the name is taken
     */
    public Model create(ModelName name, String owner, Access access, String source) {
        return publishing.create(name, owner, access, source);
    }

    /**
     * Make a version known as the next one of a branch, in the transaction of the caller. One with these very files that
     * the model has already becomes the next one again.
     *
     * @return empty when the branch is elsewhere by now, or the model is not there any longer
     */
    public Optional<Published> advance(Branch branch, NewVersion next) {
        return publishing.advance(branch, next, aliases).map(events::published);
    }

    /** Those of the contents that some version of a model has. */
    public List<String> contentsOf(Model model, List<String> sha256s) {
        return contents.ofModel(model.id(), sha256s);
    }

    /** The refusal of a name that another model has. */
    public static DockException taken(ModelName name) {
        return new DockException(
                Problem.CONFLICT, "The name " + name + " is taken by another model. Choose another one.");
    }
}
