export type ConfigTemplate = { id: string; title: string; config: string };

/** Starting points of the config editor; each is a whole config that the server accepts. */
export const CONFIG_TEMPLATES: readonly ConfigTemplate[] = [
  {
    id: "text-classification",
    title: "Text classification",
    config: `<View>
  <Text name="text" value="$text"/>
  <Choices name="sentiment" toName="text" choice="single" showInLine="true">
    <Choice value="Positive"/>
    <Choice value="Neutral"/>
    <Choice value="Negative"/>
  </Choices>
</View>
`,
  },
  {
    id: "named-entities",
    title: "Named entities in text",
    config: `<View>
  <Labels name="entity" toName="text">
    <Label value="Person" background="#1971c2"/>
    <Label value="Organisation" background="#e8590c"/>
    <Label value="Place" background="#2f9e44"/>
  </Labels>
  <Text name="text" value="$text"/>
</View>
`,
  },
  {
    id: "image-boxes",
    title: "Boxes on images",
    config: `<View>
  <Image name="image" value="$image" zoom="true"/>
  <RectangleLabels name="box" toName="image">
    <Label value="Car" background="#1971c2"/>
    <Label value="Person" background="#e8590c"/>
    <Label value="Bicycle" background="#2f9e44"/>
  </RectangleLabels>
</View>
`,
  },
];
