package dev.modeldock.datasets;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * A text file that lists what lies in a directory, for networks that read such lists.
 *
 * @param file its name, at the top of the dataset
 * @param directory the directory whose entries it lists, without a slash
 */
public record FileList(String file, String directory) {
    /** By code points, as other readers of such lists sort. */
    private static final Comparator<String> ORDER =
            Comparator.comparing(text -> text.getBytes(StandardCharsets.UTF_8), Arrays::compareUnsigned);

    /**
     * Its lines: the entries straight below the directory, sorted; hidden ones are left out.
     *
     * @param paths of all files of the dataset
     * @param root what goes before each line: where the dataset lies for those who read the list
     */
    public List<String> lines(Collection<String> paths, String root) {
        String below = directory + "/";
        return paths.stream()
                .filter(path -> path.startsWith(below))
                .map(path -> path.substring(below.length()))
                .map(path -> path.indexOf('/') < 0 ? path : path.substring(0, path.indexOf('/')))
                .filter(name -> !name.startsWith("."))
                .distinct()
                .map(name -> root + "/" + below + name)
                .sorted(ORDER)
                .toList();
    }
}
