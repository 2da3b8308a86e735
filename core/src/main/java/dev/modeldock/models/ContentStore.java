package dev.modeldock.models;

import dev.modeldock.database.Batches;
import dev.modeldock.database.Database;
import java.util.ArrayList;
import java.util.List;

/** Which models have some contents. */
public final class ContentStore {
    private final Database database;

    public ContentStore(Database database) {
        this.database = database;
    }

    /** Those of the contents that some model has which is public or the user's own. */
    List<String> openTo(String user, List<String> sha256s) {
        List<String> open = new ArrayList<>();
        Batches.arrays(
                sha256s,
                array -> open.addAll(database.read(handle -> handle.createQuery(
                                "select value from json_each(:hashes) where exists (select 1 from version_files f"
                                        + " join versions v on v.id = f.version_id join models m on m.id = v.model_id"
                                        + " where f.sha256 = value and (m.access = 'public' or m.owner = :user))")
                        .bind("hashes", array)
                        .bind("user", user)
                        .mapTo(String.class)
                        .list())));
        return open;
    }

    /** Those of the contents that some version of a model has. */
    List<String> ofModel(String modelId, List<String> sha256s) {
        List<String> here = new ArrayList<>();
        Batches.arrays(
                sha256s,
                array -> here.addAll(database.read(handle -> handle.createQuery(
                                "select value from json_each(:hashes) where exists (select 1 from version_files f"
                                        + " join versions v on v.id = f.version_id where f.sha256 = value and v.model_id = :model)")
                        .bind("hashes", array)
                        .bind("model", modelId)
                        .mapTo(String.class)
                        .list())));
        return here;
    }
}
