package dev.modeldock.actions.schemas;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Says in words what a parameter is, as far as its name tells. */
final class Wording {
    /** Abbreviations that the tables use, written out. */
    private static final Map<String, String> WORDS = Map.ofEntries(
            Map.entry("anno", "annotation"),
            Map.entry("ann", "annotation"),
            Map.entry("aug", "augmentation"),
            Map.entry("bbox", "bounding box"),
            Map.entry("cal", "calibration"),
            Map.entry("cls", "class"),
            Map.entry("config", "settings"),
            Map.entry("cfg", "settings"),
            Map.entry("conf", "confidence"),
            Map.entry("ckpt", "checkpoint"),
            Map.entry("dim", "dimension"),
            Map.entry("dims", "dimensions"),
            Map.entry("dir", "directory"),
            Map.entry("eval", "evaluation"),
            Map.entry("gpu", "GPU"),
            Map.entry("gpus", "GPUs"),
            Map.entry("id", "identifier"),
            Map.entry("ids", "identifiers"),
            Map.entry("img", "image"),
            Map.entry("iou", "IoU"),
            Map.entry("lr", "learning rate"),
            Map.entry("max", "maximum"),
            Map.entry("min", "minimum"),
            Map.entry("nms", "non-maximum suppression"),
            Map.entry("optim", "optimizer"),
            Map.entry("params", "parameters"),
            Map.entry("prob", "probability"),
            Map.entry("std", "standard deviation"),
            Map.entry("val", "validation"),
            Map.entry("viz", "visualization"));

    private Wording() {}

    /** The name as a person would write it: {@code num_epochs} is "Num epochs". */
    static String title(ParameterTree tree) {
        return capital(tree.name().replace('_', ' ').strip());
    }

    /** A sentence without its full stop: "Number of epochs of training_config". */
    static String description(ParameterTree tree) {
        int dot = tree.path().lastIndexOf('.');
        String within = dot < 0 ? "" : " of " + tree.path().substring(0, dot);
        return capital(meaning(tree)) + within;
    }

    private static String meaning(ParameterTree tree) {
        String name = tree.name().toLowerCase(Locale.ROOT);
        return switch (tree.type()) {
            case BOOLEAN -> whether(name);
            case OBJECT ->
                name.endsWith("config") || name.endsWith("cfg") ? words(name) : "settings of the " + words(name);
            case ARRAY -> "list of " + words(name);
            case CONST -> "fixed " + words(name);
            case NUMBER, INTEGER, ORDERED_INT, STRING, ORDERED, CATEGORICAL -> amount(name);
        };
    }

    private static String whether(String name) {
        for (String verb : new String[] {"enable", "use", "include", "apply", "generate", "show"}) {
            if (name.startsWith(verb + "_")) {
                return "whether to " + verb + " " + words(name.substring(verb.length() + 1));
            }
        }
        return "whether " + words(name) + " is on";
    }

    private static String amount(String name) {
        for (String prefix : new String[] {"num_", "n_"}) {
            if (name.startsWith(prefix)) {
                return "number of " + words(name.substring(prefix.length()));
            }
        }
        return words(name);
    }

    private static String words(String name) {
        return Arrays.stream(name.split("_"))
                .filter(word -> !word.isEmpty())
                .map(word -> WORDS.getOrDefault(word, word))
                .collect(Collectors.joining(" "));
    }

    private static String capital(String text) {
        return text.isEmpty() ? text : text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
    }
}
