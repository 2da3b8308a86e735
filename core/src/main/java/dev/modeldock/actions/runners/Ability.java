package dev.modeldock.actions.runners;

import dev.modeldock.actions.catalogue.Architecture;
import dev.modeldock.actions.catalogue.Catalogue;
import dev.modeldock.actions.catalogue.DatasetType;
import dev.modeldock.spi.ActionRunner;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a runner does of all that the catalogue knows: actions on the models of an architecture, or on the datasets of a type
 * and a format.
 *
 * @param kind the architecture or the type
 * @param format of datasets; empty of models
 * @param actions in the order of the catalogue
 */
public record Ability(String kind, String format, List<String> actions) {
    public Ability {
        actions = List.copyOf(actions);
    }

    /** All that a runner does, in the order of the catalogue: models first. */
    public static List<Ability> of(ActionRunner runner, Catalogue catalogue) {
        List<Ability> all = new ArrayList<>();
        for (Architecture each : catalogue.architectures()) {
            add(runner, new Ability(each.name(), "", each.actions()), all);
        }
        for (DatasetType each : catalogue.types()) {
            each.formats().forEach((format, actions) -> add(runner, new Ability(each.name(), format, actions), all));
        }
        return all;
    }

    private static void add(ActionRunner runner, Ability possible, List<Ability> all) {
        List<String> able = possible.actions().stream()
                .filter(action -> runner.does(possible.kind(), action))
                .filter(action ->
                        possible.format().isEmpty() || runner.takes(possible.kind(), action, possible.format()))
                .toList();
        if (!able.isEmpty()) {
            all.add(new Ability(possible.kind(), possible.format(), able));
        }
    }

    /** As it is told to clients: {@code architecture}, or {@code dataset_type} and {@code format}; and {@code actions}. */
    public Map<String, Object> shown() {
        Map<String, Object> shown = new LinkedHashMap<>();
        if (format.isEmpty()) {
            shown.put("architecture", kind);
        } else {
            shown.put("dataset_type", kind);
            shown.put("format", format);
        }
        shown.put("actions", actions);
        return shown;
    }
}
