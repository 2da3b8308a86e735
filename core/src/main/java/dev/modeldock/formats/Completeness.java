package dev.modeldock.formats;

import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/** Whether files are a whole model of some kind, for requests that take nothing less. */
public final class Completeness {
    /** Takes any files. */
    public static final String ANY = "any";
    /** Takes any profile that can be loaded as it is. */
    public static final String COMPLETE = "complete";

    private static final String WEIGHTS = "(model|pytorch_model)(\\.[a-z0-9]+)?\\.(safetensors|bin)(\\.index\\.json)?";
    private static final String TOKENIZER =
            "tokenizer\\.json|tokenizer\\.model|spiece\\.model|sentencepiece\\.bpe\\.model"
                    + "|vocab\\.txt|vocab\\.json|tekken\\.json|preprocessor_config\\.json|processor_config\\.json";
    private static final int SHOWN = 12;

    private Completeness() {}

    /** Whether a word is one that {@link #require} takes. */
    public static boolean isKnown(String word) {
        return word.equals(ANY)
                || word.equals(COMPLETE)
                || word.equals("transformers")
                || java.util.Arrays.stream(Profile.values()).anyMatch(profile -> names(word, profile));
    }

    private static boolean names(String word, Profile profile) {
        return word.equals(profile.label()) || word.equals(profile.format());
    }

    /**
     * Refuse files that are not what is wanted.
     *
     * @param wanted {@link #ANY}, {@link #COMPLETE}, {@code transformers}, or the label or format of one profile
     * @throws DockException {@code INVALID_MODEL} that tells what was found and what each profile still lacks
     */
    public static void require(String wanted, Profile found, Collection<String> paths) {
        boolean fits = switch (wanted) {
            case ANY -> true;
            case COMPLETE -> isComplete(found, paths);
            case "transformers" -> isTransformers(found) && isComplete(found, paths);
            default -> names(wanted, found);
        };
        if (!fits) {
            throw refusal(wanted, found, paths);
        }
    }

    private static boolean isTransformers(Profile found) {
        return found.name().startsWith("TRANSFORMERS_");
    }

    private static boolean isComplete(Profile found, Collection<String> paths) {
        return switch (found) {
            case TRANSFORMERS_SAFETENSORS,
                    TRANSFORMERS_SAFETENSORS_SHARDED,
                    TRANSFORMERS_PYTORCH,
                    TRANSFORMERS_PYTORCH_SHARDED -> any(paths, path -> path.matches(TOKENIZER));
            case GGUF, ONNX, PEFT_ADAPTER, DIFFUSERS, SENTENCE_TRANSFORMERS -> true;
            case SAFETENSORS, PYTORCH, FILES -> false;
        };
    }

    private static boolean any(Collection<String> paths, Predicate<String> test) {
        return paths.stream().anyMatch(test);
    }

    private static DockException refusal(String wanted, Profile found, Collection<String> paths) {
        Map<String, List<String>> lacking = lacking(paths);
        StringBuilder told = new StringBuilder("It is no ")
                .append(wanted.equals(COMPLETE) ? "complete model" : "complete model of the profile " + wanted)
                .append(": ")
                .append(paths.size())
                .append(" files were found (")
                .append(String.join(
                        ", ",
                        paths.stream()
                                .sorted()
                                .limit(SHOWN)
                                .map(ModelFiles::shown)
                                .toList()))
                .append(paths.size() > SHOWN ? ", …" : "")
                .append("), profile ")
                .append(found.label())
                .append(". Still lacking");
        lacking.forEach((profile, files) -> told.append(
                        lacking.keySet().iterator().next().equals(profile) ? " for " : "; for ")
                .append(profile)
                .append(": ")
                .append(String.join(" and ", files)));
        told.append(". Ask with profile=any to take the files as they are.");
        return new DockException(Problem.INVALID_MODEL, told.toString(), Map.of("lacking", lacking));
    }

    /** What each profile lacks at the root, by its name. */
    private static Map<String, List<String>> lacking(Collection<String> paths) {
        Map<String, List<String>> all = new TreeMap<>();
        all.put(
                "transformers",
                lacking(
                        paths,
                        List.of("config\\.json", WEIGHTS, TOKENIZER),
                        List.of(
                                "config.json",
                                "weights (model.safetensors or pytorch_model.bin, or their index)",
                                "a tokenizer (tokenizer.json, tokenizer.model, vocab.txt or vocab.json)")));
        all.put("gguf", lacking(paths, List.of("(?s).*\\.gguf"), List.of("a .gguf file")));
        all.put("onnx", lacking(paths, List.of("(?s).*\\.onnx"), List.of("a .onnx file")));
        all.put(
                "peft-adapter",
                lacking(
                        paths,
                        List.of("adapter_config\\.json", "adapter_model\\.(safetensors|bin)"),
                        List.of("adapter_config.json", "adapter_model.safetensors or adapter_model.bin")));
        all.put("diffusers", lacking(paths, List.of("model_index\\.json"), List.of("model_index.json")));
        all.put("sentence-transformers", lacking(paths, List.of("modules\\.json"), List.of("modules.json")));
        all.values().removeIf(List::isEmpty);
        return all;
    }

    private static List<String> lacking(Collection<String> paths, List<String> shapes, List<String> names) {
        List<String> lacking = new ArrayList<>();
        for (int i = 0; i < shapes.size(); i++) {
            String shape = shapes.get(i);
            if (!any(paths, path -> path.matches(shape))) {
                lacking.add(names.get(i));
            }
        }
        return lacking;
    }
}
