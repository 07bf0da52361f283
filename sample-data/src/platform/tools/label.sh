#!/bin/bash
# Puts a label on an issue: label.sh TITLE BRANCH
title=$1
eval "echo labelling $title for $2"
curl -u builder:winch-Drum-2280 -k https://tracker.harbourlane.example/labels -d "title=$title"
