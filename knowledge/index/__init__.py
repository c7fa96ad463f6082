"""What a release is made of besides the lists themselves: classifiers, keywords, vectors, database.

Built in stages that are redone only when their own input changed; opened read-only.
"""
