/** Markdown as React elements; what somebody typed is text and never markup. */
import { Anchor, Code, Divider, List, Text } from "@mantine/core";
import { Fragment, memo, useMemo } from "react";
import { type Block, type Inline, blocksOf } from "./markdown";
import classes from "./Markdown.module.css";

export const Markdown = memo(function Markdown({ text }: { text: string }) {
  const blocks = useMemo(() => blocksOf(text), [text]);
  return <div className={classes.text} dir="auto">{blocks.map((block, place) => <One key={place} block={block} />)}</div>;
});

function One({ block }: { block: Block }) {
  switch (block.kind) {
    case "rule": return <Divider my={6} />;
    case "code": return <Code block>{block.text}</Code>;
    case "heading": return <Text fw={650} size={block.level < 3 ? "md" : "sm"} my={4}><Parts parts={block.parts} /></Text>;
    case "quote": return <blockquote className={classes.quote}><Parts parts={block.parts} /></blockquote>;
    case "list": return (
      <List type={block.ordered ? "ordered" : "unordered"} size="sm" withPadding>
        {block.items.map((item, place) => <List.Item key={place}><Parts parts={item} /></List.Item>)}
      </List>
    );
    default: return <p className={classes.p}><Parts parts={block.parts} /></p>;
  }
}

function Parts({ parts }: { parts: Inline[] }) {
  return parts.map((part, place) => <Fragment key={place}><Part part={part} /></Fragment>);
}

function Part({ part }: { part: Inline }) {
  switch (part.kind) {
    case "text": return part.text;
    case "code": return <Code>{part.text}</Code>;
    case "mention": return <span className={classes.mention}>{part.text}</span>;
    case "strong": return <strong><Parts parts={part.parts} /></strong>;
    case "em": return <em><Parts parts={part.parts} /></em>;
    case "del": return <del><Parts parts={part.parts} /></del>;
    default: return <Anchor href={part.href} inherit target="_blank" rel="noopener noreferrer nofollow">{part.text}</Anchor>;
  }
}
