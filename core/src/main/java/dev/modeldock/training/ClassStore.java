package dev.modeldock.training;

import dev.modeldock.database.Database;
import java.util.List;
import org.jdbi.v3.core.statement.PreparedBatch;

/** What is in datasets, as their conversion told it. */
final class ClassStore {
    private final Database database;

    ClassStore(Database database) {
        this.database = database;
    }

    /** In place of what was known. */
    void save(String dataset, List<String> classes) {
        database.write(handle -> {
            handle.execute("delete from dataset_classes where dataset_id = ?", dataset);
            PreparedBatch rows =
                    handle.prepareBatch("insert into dataset_classes(dataset_id, position, class) values (?, ?, ?)");
            for (int i = 0; i < classes.size(); i++) {
                rows.add(dataset, i, classes.get(i));
            }
            return rows.execute();
        });
    }

    /** In the data that a model is trained with, each once, in the order of its datasets; of a dataset none. */
    List<String> ofModel(String uuid) {
        return database.read(handle -> handle
                .createQuery(
                        "select c.class from model_references r join dataset_classes c on c.dataset_id = r.target where"
                                + " r.model_id = :model and r.role = 'TRAIN' order by r.position, c.position")
                .bind("model", TrainableModel.modelId(uuid))
                .mapTo(String.class)
                .list()
                .stream()
                .distinct()
                .toList());
    }
}
