package dev.modeldock.tools;

/** The files that a tool is made of. */
public enum DefinitionFile {
    /** What the tool is: general data and guardrails. */
    APP("app_definition.json", "toolDataFileId"),
    /** What it does: nodes and their connections. */
    FLOW("flow_definition.json", "flowDataFileId"),
    /** What it is set to: environment variables. */
    ENV("env_variables.json", "envVariablesFileId");

    private final String fileName;
    private final String field;

    DefinitionFile(String fileName, String field) {
        this.fileName = fileName;
        this.field = field;
    }

    /** The name of the file in an export, and in what is said about it. */
    public String fileName() {
        return fileName;
    }

    /** The field of an import's body that names the uploaded file. */
    public String field() {
        return field;
    }
}
