package dev.modeldock.imports;

import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Which kinds of files can run code when they are loaded, told by their names alone. */
final class UnsafeKind {
    private static final Predicate<String> PICKLES =
            Pattern.compile(".*\\.(bin|pt|pth|ckpt|pkl|pickle|joblib|npy|npz)").asMatchPredicate();
    private static final Predicate<String> KERAS =
            Pattern.compile(".*\\.(h5|keras)").asMatchPredicate();

    private UnsafeKind() {}

    /** Why a file of this name is unsafe, or empty. */
    static String of(String path) {
        String name = path.substring(path.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
        if (PICKLES.test(name)) {
            return "may be a pickle, which can run code when it is loaded; it is scanned when it is here";
        }
        if (name.endsWith(".py")) {
            return "is code that runs when somebody trusts the model's remote code";
        }
        if (KERAS.test(name)) {
            return "may hold Keras Lambda layers, which run code when they are loaded";
        }
        return "";
    }
}
