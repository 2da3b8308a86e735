package dev.modeldock.actions.runners;

import dev.modeldock.actions.catalogue.Catalogue;
import dev.modeldock.actions.commands.CommandRunner;
import dev.modeldock.actions.packs.ActionPacks;
import dev.modeldock.spi.ActionRunner;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** All that do actions. A pack goes before a plug-in and before what comes with the program, as the operator chose it. */
public final class ActionRunners {
    private final ActionPacks packs;
    private final Catalogue catalogue;
    private final List<ActionRunner> others;

    /** @param others in the order in which they are asked */
    public ActionRunners(ActionPacks packs, Catalogue catalogue, List<ActionRunner> others) {
        this.packs = packs;
        this.catalogue = catalogue;
        this.others = List.copyOf(others);
    }

    /** The packs among them. */
    public ActionPacks packs() {
        return packs;
    }

    /** Those that are no packs. */
    public List<ActionRunner> others() {
        return others;
    }

    /** What one of them does, of all that the catalogue knows. */
    public List<Ability> abilities(ActionRunner runner) {
        return Ability.of(runner, catalogue);
    }

    /** The first that can do an action on an architecture or a type of datasets. */
    public Optional<ActionRunner> find(String kind, String action) {
        return all().filter(runner -> runner.does(kind, action)).findFirst();
    }

    /** The one of an id. */
    public Optional<ActionRunner> named(String id) {
        return all().filter(runner -> runner.id().equals(id)).findFirst();
    }

    private Stream<ActionRunner> all() {
        return Stream.concat(packs.usable().map(pack -> new CommandRunner(pack, catalogue)), others.stream());
    }
}
