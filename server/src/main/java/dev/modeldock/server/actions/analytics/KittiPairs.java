package dev.modeldock.server.actions.analytics;

import dev.modeldock.server.actions.labels.FileNames;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Images and label files that belong together: their names without directory and suffix are the same. Where several are
 * called so, those in directories of the same name go together first, then the others in their order.
 */
final class KittiPairs {
    private static final Comparator<String> BY_STEM = Comparator.comparing(
                    (String name) -> FileNames.stem(FileNames.last(name)))
            .thenComparing(Comparator.naturalOrder());

    private KittiPairs() {}

    /** @param image null where there is none */
    record Pair(String label, String image) {}

    /** Sorted by the names of the label files. */
    static List<Pair> of(List<String> images, List<String> labels) {
        List<String> left = sorted(images);
        List<String> right = sorted(labels);
        List<Pair> pairs = new ArrayList<>();
        int image = 0;
        int label = 0;
        while (image < left.size() && label < right.size()) {
            int images1 = run(left, image);
            int labels1 = run(right, label);
            int order = stem(left.get(image)).compareTo(stem(right.get(label)));
            if (order == 0) {
                together(left.subList(image, images1), right.subList(label, labels1), pairs);
            }
            image = order <= 0 ? images1 : image;
            label = order >= 0 ? labels1 : label;
        }
        pairs.sort(Comparator.comparing(Pair::label));
        return pairs;
    }

    private static List<String> sorted(List<String> names) {
        return names.stream().sorted(BY_STEM).toList();
    }

    private static String stem(String name) {
        return FileNames.stem(FileNames.last(name));
    }

    /** Where those that are called as the one at a place end. */
    private static int run(List<String> names, int from) {
        int to = from + 1;
        while (to < names.size() && stem(names.get(to)).equals(stem(names.get(from)))) {
            to++;
        }
        return to;
    }

    private static void together(List<String> images, List<String> labels, List<Pair> pairs) {
        Map<String, String> byPath = new HashMap<>();
        images.forEach(image -> byPath.putIfAbsent(FileNames.stem(image), image));
        Set<String> taken = new HashSet<>();
        List<String> others = new ArrayList<>();
        for (String label : labels) {
            String image = byPath.remove(FileNames.stem(label));
            if (image == null) {
                others.add(label);
            } else {
                taken.add(image);
                pairs.add(new Pair(label, image));
            }
        }
        Iterator<String> rest =
                images.stream().filter(image -> !taken.contains(image)).iterator();
        for (Iterator<String> label = others.iterator(); label.hasNext() && rest.hasNext(); ) {
            pairs.add(new Pair(label.next(), rest.next()));
        }
    }
}
