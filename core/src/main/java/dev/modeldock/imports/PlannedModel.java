package dev.modeldock.imports;

import dev.modeldock.models.ModelName;
import dev.modeldock.models.Models;
import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import dev.modeldock.spi.RemoteFile;
import dev.modeldock.spi.Snapshot;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One model that a snapshot promises.
 *
 * @param name {@code namespace/name}
 * @param modelId announced for it
 * @param directory the folder of the snapshot whose files it has, with a slash at its end; empty for all files
 */
record PlannedModel(String name, String modelId, String directory) {
    /** As {@link #of(Snapshot, String)}, under a name of the user's choice unless that is empty. */
    static List<PlannedModel> of(Snapshot snapshot, String user, String name) {
        List<PlannedModel> models = of(snapshot, user);
        if (name.isEmpty()) {
            return models;
        }
        if (models.size() > 1) {
            throw new DockException(
                    Problem.VALIDATION_ERROR,
                    "\"name\" names one model, and there are " + models.size() + " in it. Leave it out.");
        }
        PlannedModel only = models.get(0);
        String full = name.contains("/") ? name : new ModelName(ModelName.part(user), name).toString();
        return List.of(new PlannedModel(full, only.modelId(), only.directory()));
    }

    /** The models of a snapshot, with fresh ids; bare names go into the user's namespace. */
    static List<PlannedModel> of(Snapshot snapshot, String user) {
        return switch (snapshot.layout()) {
            case MODEL, PACKED, UNLISTED -> List.of(new PlannedModel(full(snapshot.name(), user), Models.newId(), ""));
            case DIRECTORIES -> {
                Map<String, PlannedModel> models = new LinkedHashMap<>();
                for (RemoteFile file : snapshot.files()) {
                    int slash = file.path().indexOf('/');
                    if (slash > 0) {
                        String directory = file.path().substring(0, slash + 1);
                        models.computeIfAbsent(
                                directory,
                                each -> new PlannedModel(
                                        full(ModelName.part(each.substring(0, slash)), user), Models.newId(), each));
                    }
                }
                yield new ArrayList<>(models.values());
            }
        };
    }

    private static String full(String name, String user) {
        return name.contains("/") ? name : new ModelName(ModelName.part(user), ModelName.part(name)).toString();
    }

    PlannedModel named(String other) {
        return new PlannedModel(other, modelId, directory);
    }

    ModelName modelName() {
        return ModelName.of(name);
    }

    /** Whether a file of the snapshot is one of this model's. */
    boolean owns(String path) {
        return path.startsWith(directory);
    }

    /** The file's path inside the model. */
    String inside(String path) {
        return path.substring(directory.length());
    }
}
