package dev.modeldock.datasets;

import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import java.util.List;
import java.util.Map;

/**
 * What became of holding files against a layout.
 *
 * @param needed what the layout asks for, in words
 * @param missing what of it is not there, in words; empty when the dataset is complete
 * @param found the entries at the top, directories with a slash
 */
public record LayoutCheck(UploadLayout layout, List<String> needed, List<String> missing, List<String> found) {
    private static final int MOST_SHOWN = 10;
    private static final int LONGEST_SHOWN = 60;

    public boolean isComplete() {
        return missing.isEmpty();
    }

    /** What is missing, what is needed, what was found, and what to do; for people, at most some hundred words. */
    public String sentence() {
        String what = "A dataset of type " + layout.type() + " in format " + layout.format();
        if (isComplete()) {
            return what + " is complete.";
        }
        return what + " needs " + String.join("; ", needed) + ". Missing: " + String.join("; ", missing)
                + ". Found at the top: " + shownFound()
                + ". Paths are seen from the directory that holds images/, else from the top of the archive. Add what is"
                + " missing and upload it again.";
    }

    private String shownFound() {
        if (found.isEmpty()) {
            return "nothing";
        }
        String shown = String.join(
                ", ", found.stream().limit(MOST_SHOWN).map(LayoutCheck::shown).toList());
        return found.size() <= MOST_SHOWN ? shown : shown + " and " + (found.size() - MOST_SHOWN) + " more";
    }

    private static String shown(String name) {
        String plain = name.replaceAll("[\\p{Cntrl}\\p{Cs}\\p{Cf}\u2028\u2029]", "?");
        return plain.length() <= LONGEST_SHOWN ? plain : plain.substring(0, LONGEST_SHOWN) + "…";
    }

    /** @throws DockException INVALID_ARCHIVE with the {@link #sentence}, when something is missing */
    public void expectComplete() {
        if (!isComplete()) {
            throw new DockException(
                    Problem.INVALID_ARCHIVE,
                    sentence(),
                    Map.of(
                            "missing",
                            missing,
                            "found",
                            found.stream()
                                    .limit(MOST_SHOWN)
                                    .map(LayoutCheck::shown)
                                    .toList()));
        }
    }
}
