package dev.modeldock.training;

import dev.modeldock.actions.catalogue.Architecture;
import dev.modeldock.actions.catalogue.Catalogue;
import dev.modeldock.database.Database;
import dev.modeldock.datasets.Datasets;
import dev.modeldock.models.Access;
import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a model may use: datasets of its type and models of its architecture that its owner may read. */
public final class References {
    private static final Set<String> WITHOUT_LABELS = Set.of("raw", "coco_raw");

    private final Datasets datasets;
    private final TrainableModelStore models;
    private final Catalogue catalogue;

    public References(Database database, Datasets datasets, Catalogue catalogue) {
        this.datasets = datasets;
        this.models = new TrainableModelStore(database);
        this.catalogue = catalogue;
    }

    /**
     * The model that is to use something.
     *
     * @param uuid empty for one that is being made
     */
    record User(Trainer trainer, String uuid, String networkArch) {}

    /** Whether any model uses a dataset. */
    public boolean isUsed(String datasetId) {
        return models.isUsed(datasetId, "");
    }

    Map<Role, List<String>> over(ModelSettings former, Map<Role, List<String>> wish, User user) {
        Map<Role, List<String>> all = new EnumMap<>(Role.class);
        all.putAll(former.references());
        wish.forEach((role, targets) -> {
            if (!targets.stream().allMatch(target -> mayUse(role, target, user))) {
                throw new DockException(
                        Problem.VALIDATION_ERROR,
                        "Provided " + role.field() + " cannot be added",
                        Map.of("field", role.field()));
            }
            all.put(role, targets);
        });
        return all;
    }

    private boolean mayUse(Role role, String target, User user) {
        if (role == Role.PTM) {
            return target.equals(user.uuid())
                    || models.find(TrainableModel.modelId(target))
                            .filter(ptm -> isReadable(ptm, user))
                            .filter(ptm -> ptm.settings().networkArch().equals(user.networkArch()))
                            .isPresent();
        }
        String type = catalogue
                .architecture(user.networkArch())
                .map(Architecture::datasetType)
                .orElse("");
        return datasets.find(target, user.trainer().user())
                .filter(dataset -> dataset.type().equals(type))
                .filter(dataset -> !role.needsLabels() || !WITHOUT_LABELS.contains(dataset.format()))
                .isPresent();
    }

    private static boolean isReadable(TrainableModel ptm, User user) {
        return user.trainer().reads(ptm.model().owner()) || ptm.model().access() == Access.PUBLIC;
    }
}
