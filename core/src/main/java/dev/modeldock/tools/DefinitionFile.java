package dev.modeldock.tools;

/** The files that a tool is made of. */
public enum DefinitionFile {
    /** What the tool is: general data and guardrails. */
    APP("app_definition.json", "toolDataFileId", 16 << 20),
    /** What it does: nodes and their connections. */
    FLOW("flow_definition.json", "flowDataFileId", 16 << 20),
    /** What it is set to: environment variables. They are shown with the tool, and no system takes more of them. */
    ENV("env_variables.json", "envVariablesFileId", 1 << 20);

    private final String fileName;
    private final String field;
    private final int mostBytes;

    DefinitionFile(String fileName, String field, int mostBytes) {
        this.fileName = fileName;
        this.field = field;
        this.mostBytes = mostBytes;
    }

    /** The name of the file in an export, and in what is said about it. */
    public String fileName() {
        return fileName;
    }

    /** The field of an import's body that names the uploaded file. */
    public String field() {
        return field;
    }

    /** The most bytes that it may have. */
    int mostBytes() {
        return mostBytes;
    }
}
