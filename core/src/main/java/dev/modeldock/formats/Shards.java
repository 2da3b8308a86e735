package dev.modeldock.formats;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Checks that models spread over several files have all of them. */
final class Shards {
    private static final Pattern NUMBERED =
            Pattern.compile("(?s)(.*)-(\\d{5})-of-(\\d{5})(\\.(?:safetensors|gguf|bin))");
    private static final int MAX_SHARDS = 10_000;

    private final ModelFiles model;
    private final Map<String, Set<String>> byIndex = new TreeMap<>();

    private Shards(ModelFiles model) {
        this.model = model;
    }

    /** Read all indexes; one that names a missing shard is refused, and so is a gap in numbered files. */
    static Shards check(ModelFiles model) {
        Shards shards = new Shards(model);
        model.where(path -> path.endsWith(".index.json")).forEach(shards::index);
        shards.numbered();
        return shards;
    }

    /** The shards of an index that has all of them, as paths. */
    Optional<Set<String>> of(String indexPath) {
        return Optional.ofNullable(byIndex.get(indexPath));
    }

    private void index(ModelFile file) {
        Set<String> names = model.read(file, "index of weights", WeightIndex::shards);
        String shown = ModelFiles.shown(file.path());
        if (names.isEmpty()) {
            model.note(shown + " has no weight_map, so it is no index of weights.");
            return;
        }
        String folder = ModelFiles.folder(file.path());
        List<String> missing =
                names.stream().filter(name -> !model.has(folder + name)).toList();
        if (missing.isEmpty()) {
            Set<String> paths = new TreeSet<>();
            names.forEach(name -> paths.add(folder + name));
            byIndex.put(file.path(), paths);
        } else if (missing.size() == names.size() && superseded(file, folder)) {
            // Snapshots that leave out the older of two sets of weights often keep its small index.
            model.note(shown + " names weights that are not here; the safetensors beside it are.");
        } else {
            model.lacks(
                    shown + " names " + names.size() + " shards but " + missing.size() + " of them are missing: "
                            + ModelFiles.list(missing) + ". Bring the model with all of its files.",
                    missing);
        }
    }

    private boolean superseded(ModelFile index, String folder) {
        return index.path().endsWith(".bin.index.json")
                && (model.has(folder + "model.safetensors")
                        || model.has(folder + "model.safetensors.index.json")
                        || model.has(folder + "diffusion_pytorch_model.safetensors"));
    }

    private void numbered() {
        Map<String, Set<Integer>> there = new TreeMap<>();
        for (ModelFile file : model.where(path -> NUMBERED.matcher(path).matches())) {
            Matcher parts = NUMBERED.matcher(file.path());
            parts.matches();
            String group = parts.group(1) + "-%05d-of-" + parts.group(3) + parts.group(4);
            there.computeIfAbsent(group, g -> new TreeSet<>()).add(Integer.parseInt(parts.group(2)));
        }
        there.forEach(this::checkNumbers);
    }

    /** Numbers run from 1, in a few models from 0. */
    private void checkNumbers(String group, Set<Integer> numbers) {
        int of = group.lastIndexOf("-of-") + 4;
        int all = Integer.parseInt(group.substring(of, of + 5));
        int first = numbers.contains(0) ? 0 : 1;
        List<String> missing = new ArrayList<>();
        for (int number = first; number < first + all && all <= MAX_SHARDS; number++) {
            if (!numbers.contains(number)) {
                missing.add(ModelFiles.name(group).replace("%05d", "%05d".formatted(number)));
            }
        }
        if (all > MAX_SHARDS || !missing.isEmpty()) {
            model.lacks(
                    "Of " + all + " numbered files some are missing: " + ModelFiles.list(missing)
                            + ". Bring the model with all of its files.",
                    missing);
        }
    }
}
