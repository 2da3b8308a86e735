package dev.modeldock.plugins;

import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import dev.modeldock.problems.Spelling;
import dev.modeldock.spi.Setting;
import dev.modeldock.spi.Settings;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The operator's values, sorted by source. Strict: a key that nobody reads is a mistake that would stay unseen. */
final class SourceSettings {
    private static final String PREFIX = "source.";

    private final Map<String, String> given;

    private SourceSettings(Map<String, String> given) {
        this.given = given;
    }

    static SourceSettings of(List<SourceInfo> sources, Map<String, String> given) {
        List<String> known = sources.stream()
                .flatMap(source -> source.settings().stream().map(setting -> key(source, setting)))
                .toList();
        // What a broken plug-in would have read cannot be known, and it must not stop the start by its settings either.
        boolean someUntold = sources.stream().anyMatch(source -> source.state() == SourceInfo.State.FAILED);
        for (String key : given.keySet()) {
            if (key.startsWith(PREFIX) && !known.contains(key) && !(someUntold && ofNoSource(key, sources))) {
                throw unknown(key, known);
            }
        }
        return new SourceSettings(given);
    }

    private static boolean ofNoSource(String key, List<SourceInfo> sources) {
        return sources.stream()
                .noneMatch(
                        source -> source.state() == SourceInfo.State.OK && key.startsWith(PREFIX + source.id() + "."));
    }

    private static DockException unknown(String key, List<String> known) {
        Optional<String> nearest = known.isEmpty() ? Optional.empty() : Optional.of(Spelling.nearest(key, known));
        return new DockException(
                Problem.VALIDATION_ERROR,
                "There is no setting '" + Faults.shown(key) + "'"
                        + nearest.map(name -> "; the nearest is '" + name + "'.")
                                .orElse("; no source has settings."),
                nearest.<Map<String, Object>>map(name -> Map.of("nearest", name))
                        .orElse(Map.of()));
    }

    private static String key(SourceInfo source, Setting setting) {
        return PREFIX + source.id() + "." + setting.name();
    }

    /** The values of one source, with defaults where the operator gave none. */
    Settings of(SourceInfo source) {
        Map<String, String> values = new HashMap<>();
        for (Setting setting : source.settings()) {
            values.put(setting.name(), given.getOrDefault(key(source, setting), setting.defaultValue()));
        }
        return new Settings(values);
    }
}
