package dev.modeldock.server.actions.classifier.net;

/** A step of the network. It was given what it reads and writes when it was made. */
interface Layer {
    /** Make the output of the input, for the first images of the batch. */
    void forward(int images);

    /** Make, of the gradients of the output, those of the weights and, where they are asked for, of the input. */
    void backward(int images);
}
