package dev.modeldock.server.actions.records;

import dev.modeldock.server.actions.TaskSpec;
import dev.modeldock.spi.ActionException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which images are written to the training data, and how often, by what is in them ({@code sample_modifier_config}). It
 * counts what it has let through: images are asked about one after the other.
 */
final class SampleModifier {
    private static final String CONFIG = "sample_modifier_config.";
    private static final int MOST_DUPLICATES = 1000;

    private final Map<String, String> targets;
    private final Set<String> filtered;
    private final Set<String> dominant;
    private final Map<String, Double> imbalance;
    private final int duplicates;
    private final int most;
    private int perFold = Integer.MAX_VALUE;
    private final Map<Integer, Integer> written = new HashMap<>();

    private SampleModifier(SpecLists lists, int duplicates, int most) throws ActionException {
        this.targets = lists.mapping(CONFIG + "source_to_target_class_mapping");
        this.filtered = known(lists, CONFIG + "filter_samples_containing_only");
        this.dominant = known(lists, CONFIG + "dominant_target_classes");
        this.imbalance = lists.numbers(CONFIG + "minimum_target_class_imbalance");
        this.duplicates = duplicates;
        this.most = most;
    }

    /** By the spec of an action; one that says nothing lets each image through once. */
    static SampleModifier of(TaskSpec spec) throws ActionException {
        return new SampleModifier(
                new SpecLists(spec),
                spec.integer(CONFIG + "num_duplicates", 0, 0, MOST_DUPLICATES),
                spec.integer(CONFIG + "max_training_samples", 0, 0, Integer.MAX_VALUE));
    }

    /** So many folds share the most images that there may be for training. */
    SampleModifier over(int folds) {
        perFold = most == 0 ? Integer.MAX_VALUE : Math.max(1, most / Math.max(1, folds));
        return this;
    }

    private Set<String> known(SpecLists lists, String path) throws ActionException {
        Set<String> names = new TreeSet<>(lists.names(path));
        for (String name : names) {
            if (!targets.isEmpty() && !targets.containsValue(name)) {
                throw new ActionException(path + " of the spec names \"" + name
                        + "\", to which source_to_target_class_mapping maps no class; expected is one of "
                        + new TreeSet<>(targets.values()) + ".");
            }
        }
        return names;
    }

    /**
     * How often an image is to be written; it counts as written then.
     *
     * @param classes of its objects
     */
    int times(int fold, Collection<String> classes) {
        List<String> mapped = classes.stream()
                .map(name -> targets.isEmpty() ? name : targets.get(name))
                .filter(name -> name != null)
                .toList();
        int wanted = isFiltered(mapped) ? 0 : 1 + (isImbalanced(mapped) ? duplicates : 0);
        int before = written.getOrDefault(fold, 0);
        int times = Math.min(wanted, perFold - before);
        written.put(fold, Math.min(perFold, before + times));
        return times;
    }

    private boolean isFiltered(List<String> classes) {
        return !classes.isEmpty()
                && filtered.contains(classes.get(0))
                && classes.stream().distinct().count() == 1;
    }

    /** Whether of a rare class there are more objects, times what it takes, than of a dominant one. */
    private boolean isImbalanced(List<String> classes) {
        Map<String, Integer> counts = new HashMap<>();
        classes.forEach(name -> counts.merge(name, 1, Integer::sum));
        return counts.keySet().stream()
                .filter(rare -> !dominant.contains(rare))
                .anyMatch(rare -> dominant.stream()
                        .anyMatch(common ->
                                counts.get(rare) > counts.getOrDefault(common, 0) * imbalance.getOrDefault(rare, 1.0)));
    }
}
