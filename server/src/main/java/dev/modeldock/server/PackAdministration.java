package dev.modeldock.server;

import dev.modeldock.actions.catalogue.Catalogue;
import dev.modeldock.actions.packs.ActionPack;
import dev.modeldock.actions.packs.ActionPacks;
import dev.modeldock.actions.runners.Ability;
import dev.modeldock.files.DataDirectory;
import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import dev.modeldock.server.cli.PackDesk;
import dev.modeldock.server.config.Config;
import dev.modeldock.server.packs.PackInstaller;
import dev.modeldock.server.packs.ShippedPack;
import dev.modeldock.server.packs.ShippedPacks;
import dev.modeldock.spi.ActionRunner;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.TreeMap;

/** The action packs of a data directory for the command line. */
final class PackAdministration implements PackDesk {
    private final ShippedPacks shipped = ShippedPacks.read();
    private final Config config;
    private final Path directory;

    private PackAdministration(Config config) {
        this.config = config;
        this.directory = directory(config).orElseGet(() -> DataDirectory.actions(config.path("data")));
    }

    static PackDesk open(Config config) {
        return new PackAdministration(config);
    }

    /** Where packs are, if that is not the data directory. */
    static Optional<Path> directory(Config config) {
        return Optional.of(config.text("actions.directory"))
                .filter(text -> !text.isBlank())
                .map(Path::of);
    }

    @Override
    public List<Map<String, Object>> builtIn() {
        List<Map<String, Object>> all = new ArrayList<>();
        for (ActionRunner each : ServiceLoader.load(ActionRunner.class)) {
            Map<String, Object> shown = new TreeMap<>();
            shown.put("name", each.id());
            shown.put("state", "built-in");
            shown.put(
                    "does",
                    Ability.of(each, Catalogue.tao()).stream()
                            .map(Ability::shown)
                            .toList());
            all.add(shown);
        }
        return all;
    }

    @Override
    public List<Map<String, Object>> list() {
        Map<String, Map<String, Object>> all = new TreeMap<>();
        for (ShippedPack pack : shipped.all()) {
            all.put(pack.name(), shown(pack.name(), "shipped", pack.architectures(), pack.actions()));
        }
        try {
            for (ActionPacks.Installed each : new ActionPacks(directory).all()) {
                Map<String, Object> shown = each.pack()
                        .map(PackAdministration::installed)
                        .orElseGet(() ->
                                new TreeMap<>(Map.of("name", each.name(), "state", "broken", "fault", each.fault())));
                shown.put("shipped", all.containsKey(each.name()));
                all.put(each.name(), shown);
            }
        } catch (IOException e) {
            throw new DockException(Problem.CONFLICT, "The action packs in " + directory + " cannot be listed.", e);
        }
        return List.copyOf(all.values());
    }

    private static Map<String, Object> installed(ActionPack pack) {
        return shown(pack.name(), "installed", pack.architectures(), pack.actions());
    }

    private static Map<String, Object> shown(
            String name, String state, List<String> architectures, List<String> actions) {
        Map<String, Object> shown = new TreeMap<>();
        shown.put("name", name);
        shown.put("state", state);
        shown.put("shipped", true);
        shown.put("architectures", architectures);
        shown.put("actions", actions);
        return shown;
    }

    @Override
    public String install(String name, boolean force) {
        try {
            shipped.get(name);
            DataDirectory.create(config.path("data"));
            PackInstaller.Installed done = new PackInstaller(shipped, directory).install(name, force);
            return "The action pack " + name + " is in " + done.folder() + "."
                    + done.before()
                            .map(before -> " What was there is in " + before + ".")
                            .orElse("")
                    + " Read its README.md"
                    + (done.configurable() ? " and look at its file settings" : "")
                    + "; then POST /v1/actions/reload, or start the dock.";
        } catch (IOException e) {
            throw new DockException(
                    Problem.CONFLICT,
                    "The action pack " + name + " could not be written to " + directory
                            + "; see that this directory can be written, or choose another with --set"
                            + " actions.directory=.",
                    e);
        }
    }
}
