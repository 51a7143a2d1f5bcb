"""A pack checked."""

from jinguo.programmes import loader


def problems(folder):
    return [str(problem) for problem in loader.check(folder)]
