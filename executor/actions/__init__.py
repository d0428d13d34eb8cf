"""One module for each task type, named by its id. Each has ``act(visit, params)``, which returns the result.

An action knows that it is done by looking at the site, and looks before a step that must not be taken twice whether
it was taken already. What goes wrong is raised as a fault.
"""
