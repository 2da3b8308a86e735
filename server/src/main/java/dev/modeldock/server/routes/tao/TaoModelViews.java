package dev.modeldock.server.routes.tao;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.modeldock.actions.catalogue.Architecture;
import dev.modeldock.models.Access;
import dev.modeldock.training.ModelSettings;
import dev.modeldock.training.Role;
import dev.modeldock.training.TrainableModel;
import java.util.List;
import java.util.Optional;

/** Models in the words of TAO. */
final class TaoModelViews {
    private TaoModelViews() {}

    /** As it stands in a list, for one who asks. */
    static ObjectNode listed(TrainableModel model, Optional<Architecture> architecture, String asking) {
        ModelSettings settings = model.settings();
        ObjectNode shown = JsonNodeFactory.instance
                .objectNode()
                .put("id", model.uuid())
                .put("created_on", TaoDates.local(model.model().created()))
                .put("last_modified", TaoDates.local(model.modified()))
                .put("name", settings.title())
                .put("description", model.model().description())
                .put("version", settings.version())
                .put("logo", settings.logo())
                .put("ngc_path", settings.ngcPath())
                .put("network_arch", settings.networkArch())
                .put("read_only", settings.readOnly())
                .put("public", model.model().access() == Access.PUBLIC)
                .put("dataset_type", architecture.map(Architecture::datasetType).orElse(null))
                .putNull("additional_id_info");
        if (model.model().owner().equals(asking)) {
            shown.put("encryption_key", settings.encryptionKey());
        }
        architecture.map(Architecture::actions).orElse(List.of()).forEach(shown.putArray("actions")::add);
        references(shown, settings);
        shown.setAll(settings.automl());
        return shown;
    }

    private static void references(ObjectNode shown, ModelSettings settings) {
        for (Role role : Role.values()) {
            List<String> targets = settings.of(role);
            if (role.many()) {
                targets.forEach(shown.putArray(role.field())::add);
            } else {
                shown.put(role.field(), targets.isEmpty() ? null : targets.get(0));
            }
        }
    }
}
