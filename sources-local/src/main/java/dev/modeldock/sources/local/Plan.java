package dev.modeldock.sources.local;

import dev.modeldock.spi.RemoteFile;
import dev.modeldock.spi.Snapshot;
import dev.modeldock.spi.SourceException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Which files make which models. Every top-level directory is a model; where model files lie at the top, the whole is
 * one model; a single top-level directory is one model named by it. Told by names alone.
 *
 * @param name of the model, or of the whole where there are several
 * @param paths how paths are kept
 * @param files of the models, with the snapshot's paths
 * @param ignoredDirectories top-level directories without any model file, sorted
 * @param ignoredFiles files beside the models' directories, sorted
 */
record Plan(
        String name, Paths paths, List<RemoteFile> files, Set<String> ignoredDirectories, Set<String> ignoredFiles) {

    /**
     * Make the plan.
     *
     * @param name for a flat model, and the label of several
     * @throws SourceException {@code NO_MODEL} when there is no model in it, {@code REFUSED} when names collide
     */
    static Plan of(List<RemoteFile> found, String name) throws SourceException {
        List<RemoteFile> files =
                found.stream().filter(file -> !ModelLike.litter(file.path())).toList();
        Map<String, Boolean> directories = new LinkedHashMap<>();
        Set<String> atTop = new TreeSet<>();
        boolean flat = false;
        for (RemoteFile file : files) {
            int slash = file.path().indexOf('/');
            boolean modelLike = ModelLike.file(file.path());
            if (slash < 0) {
                atTop.add(file.path());
                flat |= modelLike;
            } else {
                directories.merge(file.path().substring(0, slash), modelLike, Boolean::logicalOr);
            }
        }
        if (flat) {
            Paths paths = new Paths(Snapshot.Layout.MODEL, "");
            return new Plan(Names.clean(name), paths, kept(files, paths), Set.of(), Set.of());
        }
        return ofDirectories(files, name, directories, atTop);
    }

    private static Plan ofDirectories(
            List<RemoteFile> files, String name, Map<String, Boolean> directories, Set<String> atTop)
            throws SourceException {
        Set<String> ignored = new TreeSet<>();
        List<String> models = new ArrayList<>();
        directories.forEach((directory, valid) -> (valid ? models : ignored).add(directory));
        if (models.isEmpty()) {
            throw noModel(ignored, atTop);
        }
        boolean single = directories.size() == 1;
        String wrapper = single ? models.get(0) : "";
        Paths paths = new Paths(single ? Snapshot.Layout.MODEL : Snapshot.Layout.DIRECTORIES, wrapper);
        refuseTwins(models);
        List<RemoteFile> ofModels =
                files.stream().filter(file -> models.contains(top(file.path()))).toList();
        return new Plan(Names.clean(single ? wrapper : name), paths, kept(ofModels, paths), ignored, atTop);
    }

    private static String top(String path) {
        int slash = path.indexOf('/');
        return slash < 0 ? "" : path.substring(0, slash);
    }

    private static List<RemoteFile> kept(List<RemoteFile> files, Paths paths) {
        List<RemoteFile> kept = new ArrayList<>();
        for (RemoteFile file : files) {
            Optional<String> path = paths.kept(file.path());
            path.ifPresent(one -> kept.add(file.at(one)));
        }
        return kept;
    }

    private static void refuseTwins(List<String> models) throws SourceException {
        Map<String, String> byName = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (String directory : models) {
            String twin = byName.putIfAbsent(Names.clean(directory), directory);
            if (twin != null) {
                throw Refusals.refused("The directories '" + twin + "' and '" + directory
                        + "' would both be the model '" + Names.clean(directory) + "'. Rename one of them.");
            }
        }
    }

    private static SourceException noModel(Set<String> directories, Set<String> files) {
        return Refusals.noModel("There is no valid model in it: no directory holds a model file such as config.json,"
                + " *.safetensors, *.gguf, *.onnx or *.bin. Found "
                + Told.some(directories, "directory", "directories") + " and "
                + Told.some(files, "file", "files") + " at the top.");
    }
}
