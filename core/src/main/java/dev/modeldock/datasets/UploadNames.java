package dev.modeldock.datasets;

import dev.modeldock.files.SafePaths;
import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Where the members of one uploaded archive go. People pack {@code images} in some directory; so many parts as stand
 * before it are taken off all names. For one archive and one thread; keeps the names it has given.
 */
public final class UploadNames {
    private static final String IMAGES = "images";
    /** What the dock, or those whose layout on the disk it follows, keep beside the files of a dataset. */
    private static final Set<String> RESERVED =
            Set.of("metadata.json", "specs", "logs", "jobs_metadata", "jobs.yaml", "data.tar.gz");

    private static final String OURS = ".modeldock";
    /** The results of a job lie below its id. */
    private static final Pattern JOB = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}(\\.tar\\.gz)?");

    private final int strip;
    private final NavigableSet<String> given = new TreeSet<>();

    private UploadNames(int strip) {
        this.strip = strip;
    }

    /** @param members the names of all members, in the archive's order; read up to the first that tells */
    public static UploadNames of(Iterable<String> members) {
        for (String member : members) {
            if (member.contains("/" + IMAGES + "/")) {
                return new UploadNames(indexOfImages(member));
            }
        }
        return new UploadNames(0);
    }

    private static int indexOfImages(String member) {
        String[] parts = member.split("/");
        int at = 0;
        while (!parts[at].equals(IMAGES)) {
            at++;
        }
        return at;
    }

    /** How many leading parts are taken off each name. */
    public int strip() {
        return strip;
    }

    /** Whether a dataset's file cannot lie at this path, as its first part is, in any case of letters, one of ours. */
    public static boolean isReserved(String path) {
        int slash = path.indexOf('/');
        String first = SafePaths.folded(slash < 0 ? path : path.substring(0, slash));
        return RESERVED.contains(first)
                || first.startsWith(OURS)
                || JOB.matcher(first).matches();
    }

    /**
     * Where a member goes; empty when nothing is left of its name, so that it is left out.
     *
     * @throws DockException INVALID_ARCHIVE when the name leads astray, is one of ours, or comes to where another
     *     member went
     */
    public Optional<String> target(String member) {
        int from = 0;
        for (int i = 0; i < strip; i++) {
            int slash = member.indexOf('/', from);
            if (slash < 0) {
                return Optional.empty();
            }
            from = slash + 1;
        }
        if (from == member.length() && from > 0) {
            return Optional.empty();
        }
        String path = SafePaths.check(member.substring(from));
        if (isReserved(path)) {
            throw refused(path, "cannot be taken: the dock keeps its own things there. Rename it and pack it again.");
        }
        take(path);
        return Optional.of(path);
    }

    private void take(String path) {
        String folded = SafePaths.folded(path);
        String below = given.ceiling(folded + "/");
        boolean taken = !given.add(folded) || below != null && below.startsWith(folded + "/");
        for (int slash = folded.indexOf('/'); !taken && slash >= 0; slash = folded.indexOf('/', slash + 1)) {
            taken = given.contains(folded.substring(0, slash));
        }
        if (taken) {
            throw refused(
                    path,
                    "would come to where another file of the archive is, once the first " + strip
                            + " parts are taken off all names. Leave one of them out.");
        }
    }

    private static DockException refused(String path, String fault) {
        return new DockException(Problem.INVALID_ARCHIVE, "The name '" + path + "' " + fault, Map.of("entry", path));
    }
}
