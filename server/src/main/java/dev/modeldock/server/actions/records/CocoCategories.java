package dev.modeldock.server.actions.records;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.modeldock.server.actions.labels.CocoFile;
import dev.modeldock.server.actions.labels.CocoIds;
import dev.modeldock.spi.ActionException;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** The names of categories by their ids, in the order of the file. */
record CocoCategories(Map<Long, String> names) {
    /**
     * @param background whether 0 is no id of a category
     * @throws ActionException where an element is no category, or two have the same id
     */
    static CocoCategories of(CocoFile coco, boolean background) throws ActionException, IOException {
        Map<Long, String> names = new LinkedHashMap<>();
        coco.each("categories", category -> {
            JsonNode id = category.path("id");
            JsonNode name = category.path("name");
            if (!id.canConvertToExactIntegral() || !id.canConvertToLong() || !name.isTextual()) {
                throw new ActionException(coco.file().getFileName() + " has in \"categories\" "
                        + CocoIds.shown(category) + "; expected is {\"id\": <whole number>, \"name\": <text>}.");
            }
            if (background && id.longValue() == 0) {
                throw new ActionException(coco.file().getFileName() + " has the category 0, \"" + name.textValue()
                        + "\". Where objects have masks, 0 is what belongs to none; count categories from 1.");
            }
            if (names.put(id.longValue(), name.textValue()) != null) {
                throw new ActionException(
                        coco.file().getFileName() + " has more than one category with the id " + id.longValue() + ".");
            }
            ClassCounts.requireFew(names.size());
        });
        return new CocoCategories(names);
    }

    /** The id of an annotation's category, which is there. */
    long of(ObjectNode annotation) throws ActionException {
        JsonNode id = annotation.path("category_id");
        if (!id.canConvertToExactIntegral() || !names.containsKey(id.longValue())) {
            throw new ActionException("An annotation has a \"category_id\" that \"categories\" does not have: "
                    + CocoIds.shown(annotation) + ".");
        }
        return id.longValue();
    }
}
