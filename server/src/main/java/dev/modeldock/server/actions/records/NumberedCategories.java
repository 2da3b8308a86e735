package dev.modeldock.server.actions.records;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.modeldock.server.actions.labels.CocoCategories;
import dev.modeldock.server.actions.labels.CocoFile;
import dev.modeldock.server.actions.labels.CocoIds;
import dev.modeldock.spi.ActionException;
import java.io.IOException;
import java.util.Collection;

/** The categories of COCO annotations, all of which have numbers: records tell classes by these. */
record NumberedCategories(CocoCategories all) {
    /**
     * @param background whether 0 is no id of a category
     * @throws ActionException as {@link CocoCategories#of}, and where an id is no number
     */
    static NumberedCategories of(CocoFile coco, boolean background) throws ActionException, IOException {
        CocoCategories all = CocoCategories.of(coco);
        for (var each : all.names().entrySet()) {
            if (!(each.getKey() instanceof Long id)) {
                throw new ActionException(coco.name() + " has the category \"" + each.getKey() + "\", "
                        + "\"" + each.getValue() + "\". Records tell classes by their numbers: expected is"
                        + " {\"id\": <whole number>, \"name\": <text>}.");
            }
            if (background && id == 0) {
                throw new ActionException(coco.name() + " has the category 0, \"" + each.getValue()
                        + "\". Where objects have masks, 0 is what belongs to none; count categories from 1.");
            }
        }
        return new NumberedCategories(all);
    }

    Collection<String> names() {
        return all.names().values();
    }

    String name(long id) {
        return all.names().get(id);
    }

    /** The id of an annotation's category, which is there. */
    long of(ObjectNode annotation) throws ActionException {
        all.require(annotation);
        return (Long) CocoIds.of(annotation, "category_id");
    }
}
