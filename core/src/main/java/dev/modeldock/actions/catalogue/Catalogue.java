package dev.modeldock.actions.catalogue;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;

/**
 * Everything that a model's architecture or a dataset's type can be and what can be done with it. Old spellings are
 * understood everywhere and answered in the canonical one; case counts.
 */
public final class Catalogue {
    private final Map<String, String> synonyms;
    private final Map<String, DatasetType> types;
    private final Map<String, Architecture> architectures;

    Catalogue(Map<String, String> synonyms, Map<String, DatasetType> types, Map<String, Architecture> architectures) {
        this.synonyms = synonyms;
        this.types = types;
        this.architectures = architectures;
    }

    /** The catalogue of TAO 5.0.0. It is read once for the whole process. */
    public static Catalogue tao() {
        return Tao.CATALOGUE;
    }

    private static final class Tao {
        private static final Catalogue CATALOGUE = CatalogueReader.read();
    }

    /** How a type, format or architecture is spelt; what is not known stays as it is. */
    public String canonical(String name) {
        return synonyms.getOrDefault(name, name);
    }

    /** A type of datasets by any of its spellings. */
    public Optional<DatasetType> type(String name) {
        return Optional.ofNullable(types.get(canonical(name)));
    }

    /** An architecture by any of its spellings. */
    public Optional<Architecture> architecture(String name) {
        return Optional.ofNullable(architectures.get(canonical(name)));
    }

    /** All types of datasets. */
    public Collection<DatasetType> types() {
        return types.values();
    }

    /** All architectures. */
    public Collection<Architecture> architectures() {
        return architectures.values();
    }
}
