package org.atomsmith.ostree.maintenance;

/** Is told how a check goes. */
public interface FsckListener {
    /** What is being done now. */
    void note(String message);

    /** What was found broken, while the check goes on. */
    void problem(String message);

    /** How many objects of how many were read. */
    void progress(int done, int total);
}
