package dev.modeldock.formats;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * The weights that transformers would load from the root of a model.
 *
 * @param profile by its kind
 * @param paths of the files
 */
record WeightSet(Profile profile, Collection<String> paths) {
    private static final Predicate<String> VARIANT =
            Pattern.compile("model\\.[^./]+\\.safetensors").asMatchPredicate();

    /** The first that is there, in the order in which transformers looks. */
    static Optional<WeightSet> find(ModelFiles model, Shards shards) {
        Optional<WeightSet> plain = safetensors(model, shards, "model.safetensors", "model.safetensors.index.json");
        if (plain.isPresent()) {
            return plain;
        }
        List<ModelFile> variants = model.where(VARIANT);
        if (!variants.isEmpty()) {
            return single(Profile.TRANSFORMERS_SAFETENSORS, variants.get(0).path());
        }
        if (model.has("pytorch_model.bin")) {
            return single(Profile.TRANSFORMERS_PYTORCH, "pytorch_model.bin");
        }
        return sharded(Profile.TRANSFORMERS_PYTORCH_SHARDED, shards.of("pytorch_model.bin.index.json"));
    }

    private static Optional<WeightSet> safetensors(ModelFiles model, Shards shards, String file, String index) {
        return model.has(file)
                ? single(Profile.TRANSFORMERS_SAFETENSORS, file)
                : sharded(Profile.TRANSFORMERS_SAFETENSORS_SHARDED, shards.of(index));
    }

    private static Optional<WeightSet> single(Profile profile, String path) {
        return Optional.of(new WeightSet(profile, List.of(path)));
    }

    private static Optional<WeightSet> sharded(Profile profile, Optional<Set<String>> paths) {
        return paths.map(all -> new WeightSet(profile, all));
    }
}
