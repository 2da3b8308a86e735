package dev.modeldock.datasets;

import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import dev.modeldock.problems.Spelling;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What the files of a dataset must be, for its type and format. Only their being there is looked at, not what they hold. */
public final class UploadLayout {
    private final String type;
    private final String format;
    private final List<Requirement> needs;
    private final List<FileList> lists;

    UploadLayout(String type, String format, List<Requirement> needs, List<FileList> lists) {
        this.type = type;
        this.format = format;
        this.needs = List.copyOf(needs);
        this.lists = List.copyOf(lists);
    }

    /**
     * The layout of this type and format.
     *
     * @throws DockException VALIDATION_ERROR naming what there is, when there is none such
     */
    public static UploadLayout of(String type, String format) {
        UploadLayout layout = UploadLayouts.ALL.getOrDefault(type, Map.of()).get(format);
        if (layout != null) {
            return layout;
        }
        if (!types().contains(type)) {
            throw unknown("dataset type", type, types());
        }
        throw unknown("format of " + type, format, formats(type));
    }

    private static DockException unknown(String what, String name, Set<String> known) {
        return new DockException(
                Problem.VALIDATION_ERROR,
                "There is no such " + what + ". Did you mean " + Spelling.nearest(name, known) + "? Known are "
                        + String.join(", ", known) + ".");
    }

    /** All types, in their usual order. */
    public static Set<String> types() {
        return UploadLayouts.ALL.keySet();
    }

    /** The formats of a type, in their usual order; none of a type that is not known. */
    public static Set<String> formats(String type) {
        return UploadLayouts.ALL.getOrDefault(type, Map.of()).keySet();
    }

    public String type() {
        return type;
    }

    public String format() {
        return format;
    }

    /** Lists of files that are to be written beside what was uploaded. */
    public List<FileList> lists() {
        return lists;
    }

    /** Hold the paths of all files of a dataset against it: those that were there and those of the upload. */
    public LayoutCheck check(Collection<String> paths) {
        return check(UploadTree.of(paths));
    }

    /** Hold a directory against it. */
    public LayoutCheck check(Path root) throws IOException {
        return check(UploadTree.of(root));
    }

    private LayoutCheck check(UploadTree tree) {
        return new LayoutCheck(
                this,
                needs.stream().map(Requirement::wanted).toList(),
                needs.stream().flatMap(need -> need.lack(tree).stream()).toList(),
                tree.top());
    }
}
