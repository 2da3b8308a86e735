package dev.modeldock.actions.catalogue;

/** The form in which the containers of an architecture read their spec. */
public enum Backend {
    PROTOBUF,
    YAML
}
